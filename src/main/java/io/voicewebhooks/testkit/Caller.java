package io.voicewebhooks.testkit;

import io.voicewebhooks.testkit.simulator.CallSetup;
import io.voicewebhooks.testkit.simulator.CallStep;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Somebody who is about to call. */
public final class Caller {
    private static final String RETRY = "#rc=5&rp=5xx,ct,rt";

    private final TwilioPhone phone;
    private final String number;
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private String path = "/voice/incoming";
    private Duration patience;
    private Predicate<CallStep> end = step -> false;

    Caller(TwilioPhone phone, String number) {
        this.phone = phone;
        this.number = number;
    }

    /** Adds a parameter that Twilio sends of the call, for example {@code CallerName}. */
    public Caller with(String parameter, String value) {
        parameters.put(parameter, value);
        return this;
    }

    /** Hangs up then, whatever happens: while it rings, in a queue, in a conversation. */
    public Caller hangsUpAfter(Duration time) {
        patience = time;
        return this;
    }

    /**
     * Hangs up as soon as a text is spoken, a sound is played, or the caller waits or talks.
     *
     * @param what the text, the URL of the sound, what is waited for ({@code +15550009999 rings}), or with whom the caller talks
     */
    public Caller hangsUpDuring(String what) {
        end = step -> step.who().equals("caller") && step.what().equals(what);
        return this;
    }

    /** Calls a number whose {@code VoiceUrl} has another path of ours than {@code /voice/incoming}. */
    public Caller at(String other) {
        path = other;
        return this;
    }

    /** Calls a number of ours; returns as soon as the application listens, or the call is over. */
    public PhoneCall calls(String called) {
        CallSetup setup = new CallSetup(
                phone.url() + path + RETRY,
                "POST",
                Optional.empty(),
                Optional.of(phone.url() + "/voice/status" + RETRY),
                number,
                called,
                parameters,
                Optional.ofNullable(patience));
        return phone.play(setup, end);
    }
}
