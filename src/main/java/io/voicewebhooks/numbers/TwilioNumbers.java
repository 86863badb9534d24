package io.voicewebhooks.numbers;

import com.fasterxml.jackson.databind.JsonNode;
import com.twilio.rest.Domains;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.observe.LogText;
import io.voicewebhooks.rest.TwilioApi;
import io.voicewebhooks.rest.TwilioApiException;
import io.voicewebhooks.rest.TwilioApis;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares what Twilio has configured with what {@code twilio.numbers} wants, and makes it so. */
public final class TwilioNumbers {
    private static final int LATEST_EVENTS = 20;
    private static final int LONGEST = 40;

    private final TwilioApis apis;
    private final WantedNumbers wanted;

    public TwilioNumbers(Settings settings, TwilioApis apis) {
        this.apis = apis;
        this.wanted = new WantedNumbers(settings);
    }

    /** The paths that {@code twilio.numbers} names. */
    public Set<String> paths() {
        return wanted.paths();
    }

    /** Reads all accounts. One that Twilio does not let us read is a problem of the plan. */
    public NumbersPlan plan() {
        List<VoiceResource> found = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (TwilioApi api : apis.all()) {
            try {
                wanted.kinds().forEach(kind -> found.addAll(read(api, kind)));
            } catch (TwilioApiException e) {
                problems.add(e.getMessage());
            }
        }
        if (problems.isEmpty()) {
            wanted.missing(found)
                    .forEach(name -> problems.add(name + " is listed in twilio.numbers, and no account has it"));
        }
        List<ResourcePlan> resources = found.stream()
                .map(resource -> ResourcePlan.of(resource, wanted))
                .sorted(Comparator.comparing(ResourcePlan::account).thenComparing(ResourcePlan::name))
                .toList();
        return new NumbersPlan(resources, problems);
    }

    private static List<VoiceResource> read(TwilioApi api, ResourceKind kind) {
        String account = api.account().sid();
        return api.list(kind.product(), kind.list(account), Map.of(), kind.key())
                .map(json -> new VoiceResource(kind, account, json))
                .toList();
    }

    /**
     * Makes the changes of a plan, all of one resource at once.
     *
     * @throws TwilioApiException if Twilio refuses
     */
    public void apply(ResourcePlan plan) {
        ResourceKind kind = kind(plan);
        Map<String, String> form = plan.changes().stream().collect(Collectors.toMap(Change::field, Change::after));
        JsonNode changed = apis.of(plan.account()).post(kind.product(), kind.one(plan.account(), plan.sid()), form);
        VoiceResource now = new VoiceResource(kind, plan.account(), changed);
        for (Change change : plan.changes()) {
            if (!now.value(change.field()).equals(change.after())) {
                throw TwilioApiException.ignored(plan.sid(), change.field(), Change.shown(now.value(change.field())));
            }
        }
    }

    private static ResourceKind kind(ResourcePlan plan) {
        return List.of(ResourceKind.values()).stream()
                .filter(kind -> plan.sid().startsWith(kind.prefix()))
                .findFirst()
                .orElseThrow();
    }

    /** Who changed one of the fields that differ, and when, as far as Monitor tells. */
    public Optional<String> lastChange(ResourcePlan plan) {
        try {
            Map<String, String> query = Map.of("ResourceSid", plan.sid(), "PageSize", String.valueOf(LATEST_EVENTS));
            return apis.of(plan.account())
                    .list(Domains.MONITOR, "/v1/Events", query, "events")
                    .limit(LATEST_EVENTS)
                    .filter(event -> plan.changes().stream().anyMatch(change -> isOf(event, change.field())))
                    .findFirst()
                    .map(TwilioNumbers::inWords);
        } catch (TwilioApiException e) {
            return Optional.empty();
        }
    }

    private static boolean isOf(JsonNode event, String field) {
        return event.path("event_data").findValue(ResourceKind.field(field)) != null;
    }

    private static String inWords(JsonNode event) {
        String where = event.path("source").asText().equals("web") ? "in the Console" : "by " + text(event, "source");
        return "changed by " + text(event, "actor_type") + " " + text(event, "actor_sid") + " " + where + " from "
                + text(event, "source_ip_address") + " at " + text(event, "event_date");
    }

    private static String text(JsonNode event, String field) {
        return LogText.of(event.path(field).asText("?"), LONGEST);
    }
}
