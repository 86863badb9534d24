package io.voicewebhooks.dev.standin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.testkit.ReceivedPost;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;

/**
 * A request that came to the HTTP endpoint.
 *
 * @param received  RFC 3339
 * @param id        of its event, as its header says; or empty
 * @param signature {@code right}, {@code wrong}, or empty where it has none
 * @param body      its beginning, if it is long
 */
record Post(long number, String received, String method, String path, String id, String signature, String body) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** What its event is about, for example {@code call.completed}; empty where it is none of ours. */
    String type() {
        return json().path("type").asText().replace("io.voicewebhooks.", "");
    }

    /** The call that its event is about, or empty. */
    String callSid() {
        return json().path("callsid").asText();
    }

    /** The body, JSON in lines. */
    String pretty() {
        JsonNode json = json();
        return json.isMissingNode() ? body : json.toPrettyString();
    }

    /** The same for whoever looks for an event. */
    ReceivedPost asReceived() {
        HttpHeaders headers = HttpHeaders.of(Map.of("webhook-id", List.of(id)), (name, value) -> true);
        return new ReceivedPost(method, path, headers, body, 200, signature.equals("right"));
    }

    private JsonNode json() {
        try {
            return MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            return MAPPER.missingNode();
        }
    }
}
