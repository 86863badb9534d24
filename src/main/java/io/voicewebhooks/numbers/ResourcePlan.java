package io.voicewebhooks.numbers;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A number, TwiML App, SIP domain or BYOC trunk, and what is to change there.
 *
 * @param account    {@code AC…}
 * @param sid        {@code PN…}, {@code AP…}, {@code SD…} or {@code BY…}
 * @param name       the number in E.164, or what it is called
 * @param answeredBy what is asked for a call, in words
 * @param listed     whether {@code twilio.numbers} lists it; what is not listed never changes
 * @param changes    field by field; empty where everything is as wanted
 * @param warnings   what is allowed there and probably not meant, a sentence each
 */
public record ResourcePlan(
        String account,
        String sid,
        String name,
        String answeredBy,
        boolean listed,
        List<Change> changes,
        List<String> warnings) {

    static ResourcePlan of(VoiceResource resource, WantedNumbers wanted) {
        String overriding = resource.overriding();
        String url = resource.value("VoiceUrl");
        String asked = url.isEmpty() ? "nobody" : url;
        if (overriding != null) {
            asked = (overriding.equals("TrunkSid") ? "trunk " : "TwiML App ") + resource.value(overriding);
        }
        return new ResourcePlan(
                resource.accountSid(),
                resource.sid(),
                resource.name(),
                Change.shown(asked),
                wanted.lists(resource),
                wanted.changes(resource),
                resource.warnings());
    }

    /** Whether it is listed, and not as wanted. */
    public boolean differs() {
        return !changes.isEmpty();
    }

    /** In a few words. */
    public String verdict() {
        if (!listed) {
            return "not listed";
        }
        return differs()
                ? "differs: " + changes.stream().map(Change::field).collect(Collectors.joining(", "))
                : "as wanted";
    }
}
