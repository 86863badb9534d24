package io.voicewebhooks.signature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A published signature: one entry of {@code signature-vectors.json}. */
record SignatureVector(JsonNode json) {

    static Stream<SignatureVector> all() throws IOException {
        try (InputStream file = SignatureVector.class.getResourceAsStream("/signature-vectors.json")) {
            return StreamSupport.stream(new ObjectMapper().readTree(file).spliterator(), false)
                    .map(SignatureVector::new);
        }
    }

    /** Of another product of Twilio: Event Streams and the like. */
    boolean hasJsonBody() {
        return !json.get("body").isNull();
    }

    String body() {
        return json.get("body").textValue();
    }

    /** Scheme, host and port. */
    String origin() {
        return url().substring(0, pathStart());
    }

    /** Path and query; no client sends a fragment. */
    String target() {
        return url().substring(pathStart()).replaceFirst("#.*", "");
    }

    private String url() {
        return json.get("url").textValue();
    }

    private int pathStart() {
        return url().indexOf('/', url().indexOf("://") + 3);
    }

    String token() {
        return json.get("token").textValue();
    }

    /** A vector with fields is a form, whatever else it says: that is the mistake that some of them show. */
    String method() {
        return form().isEmpty() ? json.get("method").textValue() : "POST";
    }

    List<Entry<String, String>> form() {
        List<Entry<String, String>> form = new ArrayList<>();
        json.get("params")
                .forEach(pair ->
                        form.add(Map.entry(pair.get(0).textValue(), pair.get(1).asText(""))));
        return form;
    }

    /** What is sent as the signature, if anything. */
    List<String> signatures() {
        return json.get("signature").isNull()
                ? List.of()
                : List.of(json.get("signature").textValue());
    }

    /** What Twilio's libraries, or Twilio itself, say of it. */
    boolean valid() {
        return json.get("valid").booleanValue();
    }

    @Override
    public String toString() {
        return json.get("source").textValue() + " " + url();
    }
}
