package io.voicewebhooks.testkit.request;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A request that Twilio makes.
 *
 * @param method           {@code GET} or {@code POST}
 * @param url              as the application wrote it, with its fragment
 * @param parameters       Twilio's own, in the order in which they are sent
 * @param idempotencyToken the same for every try and every copy of this request
 */
public record Webhook(
        Purpose purpose, String method, String url, Map<String, String> parameters, UUID idempotencyToken) {

    public Webhook(Purpose purpose, String method, String url, Map<String, String> parameters) {
        this(purpose, method, url, parameters, UUID.randomUUID());
    }

    /** The same request by another method. */
    public Webhook by(String otherMethod) {
        return new Webhook(purpose, otherMethod, url, parameters, idempotencyToken);
    }

    /** What this request reports, for example {@code completed}; empty if it is no callback. */
    public String event() {
        return switch (purpose) {
            case CALL_STATUS -> parameters.get("CallStatus");
            case CONFERENCE_STATUS -> parameters.get("StatusCallbackEvent");
            case RECORDING_STATUS -> parameters.get("RecordingStatus");
            case TRANSCRIPTION -> parameters.get("TranscriptionStatus");
            case PARTIAL_RESULT -> parameters.get("SequenceNumber");
            case MACHINE_DETECTION -> parameters.get("AnsweredBy");
            default -> "";
        };
    }

    boolean isGet() {
        return method.equals("GET");
    }

    /** The form, or the query: UTF-8, percent-encoded, a space as {@code %20}. */
    String encoded() {
        return parameters.entrySet().stream()
                .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** A name or a value, as forms have it. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
