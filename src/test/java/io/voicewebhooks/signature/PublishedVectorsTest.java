package io.voicewebhooks.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.config.Account;
import io.voicewebhooks.config.PublicUrl;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The signatures in the tests and pages of Twilio's own libraries, and of others who computed them by hand. */
class PublishedVectorsTest {
    /** JSON bodies are of other Twilio products; the edge answers them 415 before it looks at their signature. */
    private static final int LEFT_OUT_JSON_BODIES = 5;

    private static final String NO_ACCOUNT_NAMED = "AC" + "0".repeat(32);

    @ParameterizedTest
    @MethodSource("vectors")
    void theVerdictIsThePublishedOne(Vector vector) throws IOException {
        assertThat(vector.verdict().accepted()).isEqualTo(vector.accepted());
    }

    @Test
    void noVectorIsLeftOutUnnoticed() throws IOException {
        long all = StreamSupport.stream(file().spliterator(), false).count();

        assertThat(vectors().count()).isEqualTo(all - LEFT_OUT_JSON_BODIES).isPositive();
    }

    static Stream<Vector> vectors() throws IOException {
        return StreamSupport.stream(file().spliterator(), false)
                .map(Vector::new)
                .filter(vector -> !vector.hasJsonBody());
    }

    private static JsonNode file() throws IOException {
        try (InputStream file = PublishedVectorsTest.class.getResourceAsStream("/signature-vectors.json")) {
            return new ObjectMapper().readTree(file);
        }
    }

    private record Vector(JsonNode json) {
        boolean hasJsonBody() {
            return !json.get("body").isNull();
        }

        boolean accepted() {
            return json.get("accepted_by").get("with_and_without_default_port").booleanValue();
        }

        SignatureVerifier.Verdict verdict() {
            String url = json.get("url").textValue();
            int pathStart = url.indexOf('/', url.indexOf("://") + 3);
            List<Entry<String, String>> form = new ArrayList<>();
            json.get("params")
                    .forEach(pair -> form.add(
                            Map.entry(pair.get(0).textValue(), pair.get(1).asText(""))));
            List<String> headers = json.get("signature").isNull()
                    ? List.of()
                    : List.of(json.get("signature").textValue());
            String target = url.substring(pathStart);
            TwilioRequest request = new TwilioRequest(target, QueryString.parse(target), form, headers);
            String sid = request.first("AccountSid") == null ? NO_ACCOUNT_NAMED : request.first("AccountSid");
            Account account =
                    new Account(sid, List.of(json.get("token").textValue()), sid, "password", "https://api.twilio.com");
            return new SignatureVerifier(List.of(PublicUrl.of(url.substring(0, pathStart))), List.of(account), sid)
                    .verify(request);
        }

        @Override
        public String toString() {
            return json.get("source").textValue() + " " + json.get("url").textValue();
        }
    }
}
