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
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that Twilio's own library for Node.js, npm {@code twilio} 6.3.1, has signed with shared keys. */
@Tag("full")
class SharedKeysIT {
    private static final int REQUESTS = 500;
    private static final List<String> TEXTS = List.of(
            "", " ", "completed", "+15558675310", "Zoë & Søn 😀", "L'Aquila", "a=b&c", "100 %", "sip:a@b", "\"<");

    private final Random random = new Random(20261130);

    @TempDir
    Path dir;

    /** A request by one of two keys; the target is what arrives, the form is not encoded. */
    private record Sample(String key, String algorithm, String target, Map<String, String> form) {
        String secret() {
            return key.equals(SharedKeyTwins.NEW_KEY) ? SharedKeyTwins.NEW_SECRET : SharedKeyTwins.OLD_SECRET;
        }

        String settings() {
            return "key=" + key + ",algorithm=" + algorithm;
        }
    }

    @Test
    void allAreAcceptedAndNoMutationOfThem() throws Exception {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            Sample sha1 = sample();
            samples.add(sha1);
            samples.add(new Sample(sha1.key(), "HMAC_SHA256", sha1.target(), sha1.form()));
        }
        List<String> signatures = signatures(samples);
        assertThat(signatures).hasSize(2 * REQUESTS);
        try (Application application = SignedOnly.start(
                dir.resolve("application"),
                Map.of(
                        "twilio.signing-keys." + SharedKeyTwins.NEW_KEY,
                        SharedKeyTwins.NEW_SECRET,
                        "twilio.signing-keys." + SharedKeyTwins.OLD_KEY,
                        SharedKeyTwins.OLD_SECRET))) {
            for (int i = 0; i < samples.size(); i++) {
                Sample sample = samples.get(i);
                String signature = signatures.get(i);
                assertThat(status(application, sample, signature))
                        .as(sample.toString())
                        .isEqualTo(204);
                for (Sample mutation : mutations(sample)) {
                    assertThat(status(application, mutation, signature))
                            .as("%s of %s", mutation, sample)
                            .isEqualTo(403);
                }
                assertThat(status(application, sample, mutated(signature)))
                        .as("%s with another signature", sample)
                        .isEqualTo(403);
            }
        }
    }

    private Sample sample() {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("CallSid", Twilio.callSid());
        form.put("AccountSid", Twilio.ACCOUNT);
        for (int fields = random.nextInt(20); fields > 0; fields--) {
            form.put("Name" + random.nextInt(100), TEXTS.get(random.nextInt(TEXTS.size())));
        }
        String query = random.nextBoolean() ? "" : "?context.from=%2B1555&a=b%20c&n=" + random.nextInt(100);
        String key = random.nextBoolean() ? SharedKeyTwins.NEW_KEY : SharedKeyTwins.OLD_KEY;
        return new Sample(key, "HMAC_SHA1", "/voice/status" + query, form);
    }

    /** Each would be another event. */
    private List<Sample> mutations(Sample sample) {
        List<String> names = new ArrayList<>(sample.form().keySet());
        names.remove("AccountSid");
        String name = names.get(random.nextInt(names.size()));
        Map<String, String> changed = new LinkedHashMap<>(sample.form());
        changed.merge(name, "x", String::concat);
        Map<String, String> more = new LinkedHashMap<>(sample.form());
        more.put("Other" + random.nextInt(100), TEXTS.get(random.nextInt(TEXTS.size())));
        Map<String, String> fewer = new LinkedHashMap<>(sample.form());
        fewer.remove(name);
        String other = sample.algorithm().equals("HMAC_SHA1") ? "HMAC_SHA256" : "HMAC_SHA1";
        String otherKey = sample.key().equals(SharedKeyTwins.NEW_KEY) ? SharedKeyTwins.OLD_KEY : SharedKeyTwins.NEW_KEY;
        String target = sample.target() + (sample.target().contains("?") ? "&b" : "?b");
        return List.of(
                new Sample(sample.key(), sample.algorithm(), sample.target(), changed),
                new Sample(sample.key(), sample.algorithm(), sample.target(), more),
                new Sample(sample.key(), sample.algorithm(), sample.target(), fewer),
                new Sample(sample.key(), sample.algorithm(), target, sample.form()),
                new Sample(sample.key(), other, sample.target(), sample.form()),
                new Sample(otherKey, sample.algorithm(), sample.target(), sample.form()));
    }

    private String mutated(String signature) {
        int at = random.nextInt(signature.length() - 2);
        char other = signature.charAt(at) == 'A' ? 'B' : 'A';
        return signature.substring(0, at) + other + signature.substring(at + 1);
    }

    private static int status(Application application, Sample sample, String signature) {
        return RawRequest.post(
                        sample.target(), Twilio.encode(List.copyOf(sample.form().entrySet())))
                .header("X-Twilio-Signature", signature)
                .header(SigningKeyHeader.SETTINGS, sample.settings())
                .sendTo(application.url())
                .status();
    }

    private List<String> signatures(List<Sample> samples) throws Exception {
        Path folder = NodePeer.installed("signer");
        ObjectMapper json = new ObjectMapper();
        List<String> lines = new ArrayList<>();
        for (Sample sample : samples) {
            lines.add(json.writeValueAsString(Map.of(
                    "secret", sample.secret(),
                    "algorithm", sample.algorithm(),
                    "url", Twilio.PUBLIC_URL + sample.target(),
                    "parameters", sample.form())));
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
