package io.voicewebhooks.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.config.PublicUrl;
import io.voicewebhooks.support.LogLines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RefusalLogTest {
    private long now = -1;

    private final RefusalLog log = new RefusalLog(
            List.of(PublicUrl.of("https://voice.example.com"), PublicUrl.of("http://b.example.com:81/p")), () -> now);

    @Test
    void aLineTellsWhatTheSignatureWasCheckedAgainst() {
        assertThat(lines(Refusal.MISMATCH, request("/voice/status?tenant=7", "From")))
                .containsExactly("WARN refused a request: reason=mismatch method=POST path=/voice/status"
                        + " public-urls=https://voice.example.com,http://b.example.com:81/p"
                        + " parameters=tenant,From suppressed=0");
    }

    @Test
    void noValueNoQueryAndNoSignatureIsInIt() {
        assertThat(lines(Refusal.MISMATCH, request("/voice/status?tenant=secret1", "From")))
                .noneMatch(line -> line.contains("secret") || line.contains("AAAA"));
    }

    @Test
    void aStrangersNamesCannotPoseAsTheRestOfTheLine() {
        List<String> lines = lines(
                Refusal.MISMATCH, request("/voice/st\u001batus=x", "a suppressed=9\nWARN forged", "n".repeat(5_000)));

        assertThat(lines).hasSize(1);
        assertThat(lines.get(0))
                .contains(" path=/voice/st?atus=x ")
                .contains(" parameters=a?suppressed?9?WARN?forged,nnn")
                .hasSizeLessThan(400);
    }

    @Test
    void aLineNamesTheSharedKeyThatTheRequestNames() {
        assertThat(lines(Refusal.UNKNOWN_KEY, of("key=webhooks_sharedkey_1,algorithm=HMAC_SHA256")))
                .singleElement()
                .asString()
                .contains(" reason=unknown-key key=webhooks_sharedkey_1 algorithm=HMAC_SHA256 method=POST ");
        assertThat(lines(Refusal.KEY_HEADER, of("key")))
                .singleElement()
                .asString()
                .contains(" reason=key-header method=POST ");
    }

    @Test
    void aStrangersKeyCannotPoseAsTheRestOfTheLineEither() {
        String hostile = "key=a method=x\u001b[2J\nWARN forged" + "k".repeat(5_000) + ",algorithm=b\r\n c=d";

        assertThat(lines(Refusal.UNKNOWN_ALGORITHM, of(hostile)))
                .singleElement()
                .asString()
                .contains(" key=a?method?x??2J?WARN?forgedkkk")
                .contains(" algorithm=b???c?d method=POST ")
                .hasSizeLessThan(400);
    }

    private static TwilioRequest of(String settings) {
        return new TwilioRequest(
                "POST", "/voice/status", List.of(), List.of(), List.of("A".repeat(28)), SigningKeyHeader.of(settings));
    }

    @Test
    void aLineIsBoundedHoweverManyNamesThereAre() {
        List<Entry<String, String>> many = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            many.add(Map.entry("name-of-a-parameter-with-a-long-name-" + i, ""));
        }
        try (LogLines lines = LogLines.record()) {
            log.add(
                    Refusal.MISMATCH,
                    new TwilioRequest("POST", "/" + "x".repeat(8_000), List.of(), many, List.of(), null));

            assertThat(lines.lines().get(0)).hasSizeLessThan(3_000);
        }
    }

    @Test
    void tenLinesAMinuteForEachReasonAndTheNextCountsTheOthers() {
        List<String> flood = new ArrayList<>();
        try (LogLines lines = LogLines.record()) {
            for (int i = 0; i < 1_000; i++) {
                log.add(Refusal.MISMATCH, request("/voice/status"));
            }
            log.add(Refusal.NO_SIGNATURE, request("/voice/status"));
            flood.addAll(lines.lines());
        }
        assertThat(flood).hasSize(11);
        assertThat(flood.get(10)).contains("reason=no-signature").endsWith("suppressed=0");

        now += Duration.ofMinutes(1).toNanos();
        assertThat(lines(Refusal.MISMATCH, request("/voice/status")))
                .singleElement()
                .satisfies(line -> assertThat(line).endsWith("suppressed=990"));
        assertThat(lines(Refusal.MISMATCH, request("/voice/status")))
                .singleElement()
                .satisfies(line -> assertThat(line).endsWith("suppressed=0"));
    }

    private List<String> lines(Refusal refusal, TwilioRequest request) {
        try (LogLines lines = LogLines.record()) {
            log.add(refusal, request);
            return lines.lines();
        }
    }

    private static TwilioRequest request(String target, String... names) {
        List<Entry<String, String>> form =
                Stream.of(names).map(name -> Map.entry(name, "secret")).toList();
        return new TwilioRequest("POST", target, QueryString.parse(target), form, List.of("A".repeat(28)), null);
    }
}
