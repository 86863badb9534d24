package io.voicewebhooks.testkit.simulator;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Who calls which number, and how that number is configured at Twilio; or whom the application calls, and with which
 * parameters.
 *
 * @param url            {@code VoiceUrl}
 * @param method         {@code VoiceMethod}
 * @param fallbackUrl    {@code VoiceFallbackUrl}
 * @param statusCallback {@code StatusCallback}
 * @param parameters     further parameters of the call, for example {@code CallerName}
 * @param hangUpAfter    when the caller, or whoever was called, hangs up at the latest
 * @param outbound       of a call that the application makes
 */
public record CallSetup(
        String url,
        String method,
        Optional<String> fallbackUrl,
        Optional<String> statusCallback,
        String from,
        String to,
        Map<String, String> parameters,
        Optional<Duration> hangUpAfter,
        Optional<OutboundCall> outbound) {
    private static final String CALLER = "caller";

    /** Somebody who calls a number of ours. */
    public CallSetup(
            String url,
            String method,
            Optional<String> fallbackUrl,
            Optional<String> statusCallback,
            String from,
            String to,
            Map<String, String> parameters,
            Optional<Duration> hangUpAfter) {
        this(url, method, fallbackUrl, statusCallback, from, to, parameters, hangUpAfter, Optional.empty());
    }

    /** A number with a {@code VoiceUrl} and nothing else. */
    public static CallSetup of(String url, String from, String to) {
        return new CallSetup(url, "POST", Optional.empty(), Optional.empty(), from, to, Map.of(), Optional.empty());
    }

    /** The same URLs and numbers for a call that the application makes: from its number to somebody. */
    public CallSetup outbound(OutboundCall call) {
        return new CallSetup(
                url, method, fallbackUrl, statusCallback, from, to, parameters, hangUpAfter, Optional.of(call));
    }

    /** At whose telephone the TwiML is heard: {@code caller}, or the number that is called. */
    String who() {
        return outbound.isPresent() ? to : CALLER;
    }
}
