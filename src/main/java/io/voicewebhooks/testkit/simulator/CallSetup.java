package io.voicewebhooks.testkit.simulator;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Who calls which number, and how that number is configured at Twilio.
 *
 * @param url            {@code VoiceUrl}
 * @param method         {@code VoiceMethod}
 * @param fallbackUrl    {@code VoiceFallbackUrl}
 * @param statusCallback {@code StatusCallback}
 * @param parameters     further parameters of the call, for example {@code CallerName}
 * @param hangUpAfter    when the caller hangs up at the latest
 */
public record CallSetup(
        String url,
        String method,
        Optional<String> fallbackUrl,
        Optional<String> statusCallback,
        String from,
        String to,
        Map<String, String> parameters,
        Optional<Duration> hangUpAfter) {
    /** A number with a {@code VoiceUrl} and nothing else. */
    public static CallSetup of(String url, String from, String to) {
        return new CallSetup(url, "POST", Optional.empty(), Optional.empty(), from, to, Map.of(), Optional.empty());
    }
}
