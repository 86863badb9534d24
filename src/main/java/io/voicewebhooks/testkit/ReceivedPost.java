package io.voicewebhooks.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was posted to a {@link HttpReceiver}.
 *
 * @param status   the answer it got
 * @param verified whether its signature was right
 */
public record ReceivedPost(String method, String path, HttpHeaders headers, String body, int status, boolean verified) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern CALL_SID = Pattern.compile("CA[0-9a-f]{32}");

    /** A header, null where there is none. */
    public String header(String name) {
        return headers.firstValue(name).orElse(null);
    }

    /** The body, an event. */
    public JsonNode json() {
        try {
            return MAPPER.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The id of its event. */
    public String id() {
        return header("webhook-id");
    }

    /** The call that it is about. */
    public String callSid() {
        Matcher found = CALL_SID.matcher(body);
        return found.find() ? found.group() : null;
    }

    boolean delivered() {
        return status < 300;
    }

    /** For example {@code call.completed}; empty where it is no event. */
    public String type() {
        try {
            return MAPPER.readTree(body).path("type").asText().replace("io.voicewebhooks.", "");
        } catch (IOException e) {
            return "";
        }
    }
}
