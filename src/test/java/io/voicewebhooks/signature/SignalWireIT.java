package io.voicewebhooks.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.support.NodePeer;
import io.voicewebhooks.support.RawRequest;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that SignalWire's own library for Node.js, npm {@code @signalwire/compatibility-api} 3.2.0, has signed. */
@Tag("full")
class SignalWireIT {
    private static final int REQUESTS = 200;
    private static final List<String> TEXTS =
            List.of("", " ", "completed", "+15558675310", "Zoë & Søn 😀", "a=b&c", "100 %", "sip:a@b", "\"<");

    private final Random random = new Random(20261130);

    @TempDir
    Path dir;

    private record Sample(String target, Map<String, List<String>> form) {
        List<Entry<String, String>> fields() {
            List<Entry<String, String>> fields = new ArrayList<>();
            form.forEach((name, values) -> values.forEach(value -> fields.add(Map.entry(name, value))));
            return fields;
        }
    }

    @Test
    void allAreAcceptedAndNoMutationOfThem() throws Exception {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            samples.add(sample());
        }
        List<String> signatures = signatures(samples);
        assertThat(signatures).hasSize(REQUESTS);
        try (Application application = SignedOnly.start(
                dir.resolve("application"), SignalWireTest.settings("https://example.signalwire.com"))) {
            for (int i = 0; i < REQUESTS; i++) {
                Sample sample = samples.get(i);
                String signature = signatures.get(i);
                assertThat(status(application, sample.target(), sample.fields(), signature))
                        .as(sample.toString())
                        .isEqualTo(204);
                assertThat(status(application, sample.target() + "x", sample.fields(), signature))
                        .isEqualTo(403);
                List<Entry<String, String>> more = new ArrayList<>(sample.fields());
                more.add(Map.entry("Tag", "one more"));
                assertThat(status(application, sample.target(), more, signature))
                        .isEqualTo(403);
            }
        }
    }

    private Sample sample() {
        Map<String, List<String>> form = new LinkedHashMap<>();
        form.put("CallSid", List.of(UUID.randomUUID().toString()));
        form.put("AccountSid", List.of(SignalWireTest.PROJECT));
        for (int fields = random.nextInt(10); fields > 0; fields--) {
            List<String> values = new ArrayList<>();
            for (int count = 1 + random.nextInt(3); count > 0; count--) {
                values.add(TEXTS.get(random.nextInt(TEXTS.size())));
            }
            form.put("Name" + random.nextInt(100), values);
        }
        return new Sample(random.nextBoolean() ? "/voice/status" : "/voice/status?context.from=%2B1555&n=1", form);
    }

    private static int status(
            Application application, String target, List<Entry<String, String>> fields, String signature) {
        return RawRequest.post(target, Twilio.encode(fields))
                .header("X-SignalWire-Signature", signature)
                .sendTo(application.url())
                .status();
    }

    private List<String> signatures(List<Sample> samples) throws Exception {
        Path folder = NodePeer.installed("signalwire");
        ObjectMapper json = new ObjectMapper();
        List<String> lines = new ArrayList<>();
        for (Sample sample : samples) {
            lines.add(json.writeValueAsString(Map.of(
                    "secret",
                    SignalWireTest.SIGNING_KEY,
                    "url",
                    Twilio.PUBLIC_URL + sample.target(),
                    "parameters",
                    sample.form())));
        }
        Path requests = Files.write(dir.resolve("requests"), lines);
        Process node = new ProcessBuilder("node", "sign.js")
                .directory(folder.toFile())
                .redirectInput(requests.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> signatures = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(node.waitFor()).isZero();
        return signatures;
    }
}
