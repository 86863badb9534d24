package io.voicewebhooks.signature;

/**
 * A request that Twilio signed, and what it was answered with. Nothing of it is copied: whoever listens reads it later.
 *
 * @param route      id of the route that has the address
 * @param parameters what was sent; {@code null} where one of Twilio's names came twice with different values
 * @param status     for example 200
 * @param reply      text that was answered, {@code null} for none and for audio
 * @param template   the template that the caller heard, {@code fallback} where the answer was not what was meant, or
 *                   {@code null}
 * @param eventId    the event that was made of it, or {@code null}
 * @param arrived    in milliseconds since 1970
 * @param millis     until it was answered
 */
public record AnsweredRequest(
        String route,
        SignedParameters parameters,
        int status,
        byte[] reply,
        String template,
        String eventId,
        long arrived,
        long millis) {}
