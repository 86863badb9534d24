package io.voicewebhooks.dev.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicewebhooks.support.ArchivedFiles;
import io.voicewebhooks.testkit.simulator.Audio;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls that a page makes at the telephone of {@code dev}, and what it is told of them. */
@TestInstance(Lifecycle.PER_CLASS)
class TelephoneTest {
    private static final String CALLER = "+15551230001";
    private static final String OURS = "+15558675310";
    private static final String COLLEAGUE = "+15550009999";
    private static final String PRESS = "{\"type\":\"press\",\"keys\":\"%s\"}";
    private static final String HANG_UP = "{\"type\":\"hangUp\"}";

    private Path directory;
    private PhoneClient phone;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        directory = temporary;
        phone = new PhoneClient(directory, Map.of("call.forward.to", COLLEAGUE, "call.hours", "mon-sun 00:00-24:00"));
    }

    @AfterAll
    void stop() {
        phone.close();
    }

    /** Nobody takes the call, so that it is voicemail's. */
    private String voicemail() {
        String call = phone.call(CALLER, OURS);
        phone.step(call, COLLEAGUE, "ring");
        assertThat(phone.act(call, COLLEAGUE, "{\"type\":\"refuse\",\"reaction\":\"BUSY\"}"))
                .isTrue();
        phone.step(call, "caller", "record");
        return call;
    }

    private static JsonNode answerTo(EventReader page, String call, String purpose) {
        JsonNode request =
                page.event(call, event -> event.path("purpose").asText().equals(purpose));
        return page.event(
                call,
                event -> event.path("type").asText().equals("answer")
                        && event.path("request").equals(request.path("request")));
    }

    @Test
    void aMessageReachesTheArchiveAsItWasSpoken() throws Exception {
        byte[] sound = Audio.tone(Duration.ofMillis(1_250)).bytes();
        try (EventReader page = new EventReader(phone, "")) {
            String call = voicemail();
            HttpResponse<String> spoken = phone.upload("/phone/calls/" + call + "/audio?who=caller", sound);
            assertThat(PhoneClient.json(spoken).path("taken").asBoolean()).isTrue();
            phone.step(call, "caller", "record");
            assertThat(phone.act(call, "caller", PRESS.formatted("#"))).isTrue();
            JsonNode end = phone.end(call);

            assertThat(end.path("state").asText()).isEqualTo("completed");
            assertThat(end.path("recordings").asInt()).isEqualTo(1);
            Path archived = await().until(() -> archived(call), file -> file != null);
            assertThat(frames(Files.readAllBytes(archived))).isEqualTo(frames(sound));
            page.over(call);
            assertThat(page.messages())
                    .filteredOn(message -> message.path("call").asText().equals(call))
                    .first()
                    .satisfies(message -> assertThat(
                                    message.path("event").path("from").asText())
                            .isEqualTo(CALLER));
        }
    }

    private Path archived(String call) {
        return ArchivedFiles.in(directory).stream()
                .filter(file ->
                        file.toString().endsWith(".wav") && file.toString().contains(call))
                .findFirst()
                .orElse(null);
    }

    private static byte[] frames(byte[] file) throws Exception {
        return AudioSystem.getAudioInputStream(new ByteArrayInputStream(file)).readAllBytes();
    }

    @Test
    void eachAnswerSaysWhichStepsMadeItAlsoOfTwoCallsAtOnce() throws Exception {
        try (EventReader page = new EventReader(phone, "")) {
            String blocked = phone.call("anonymous", OURS);
            String call = phone.call(CALLER, OURS);
            phone.step(call, COLLEAGUE, "ring");
            phone.step(blocked, COLLEAGUE, "ring");
            for (String each : List.of(call, blocked)) {
                JsonNode made = answerTo(page, each, "incoming call").path("made");
                assertThat(made.path("route").asText()).isEqualTo("incoming-call");
                assertThat(made.path("template").asText()).isEqualTo("forward");
                assertThat(made.path("file").asText()).isEqualTo("routes/twiml/forward.xml");
                assertThat(made.path("steps"))
                        .extracting(step -> step.path("route").asText() + ": "
                                + step.path("label").asText())
                        .containsSubsequence(
                                "incoming-call: twilioSignature",
                                "incoming-call: choice",
                                "incoming-call: → direct:forward",
                                "forward: → direct:ring",
                                "ring: twiml.reply('forward')")
                        .doesNotHaveDuplicates();
                assertThat(made.path("steps")).allSatisfy(step -> {
                    String file = step.path("file").asText();
                    assertThat(file).startsWith("routes/").endsWith(".camel.yaml");
                    assertThat(step.path("line").asInt())
                            .isBetween(1, Files.readAllLines(Path.of(file)).size());
                });
                List<String> labels = StreamSupport.stream(made.path("steps").spliterator(), false)
                        .map(step -> step.path("label").asText())
                        .toList();
                assertThat(labels)
                        .as("the branch that was taken")
                        .anyMatch(label -> label.startsWith("when ") && label.contains("businessHours?method=open"))
                        .doesNotContain("otherwise");
            }
            phone.act(call, "caller", HANG_UP);
            phone.act(blocked, "caller", HANG_UP);
            page.over(call);
            page.over(blocked);
            assertThat(phone.summary(call).path("state").asText()).isEqualTo("no-answer");
        }
    }

    @Test
    void whoIsCalledAnswersAndHearsTheWhisperThenTheyTalk() throws Exception {
        try (EventReader page = new EventReader(phone, "")) {
            String call = phone.call(CALLER, OURS);
            assertThat(phone.step(call, COLLEAGUE, "ring").path("from").asText())
                    .isNotEmpty();
            assertThat(phone.act(call, COLLEAGUE, "{\"type\":\"answer\"}")).isTrue();
            phone.step(call, COLLEAGUE, "gather");
            assertThat(phone.act(call, COLLEAGUE, PRESS.formatted("1"))).isTrue();
            assertThat(phone.step(call, "caller", "talk").path("with").asText()).isEqualTo(COLLEAGUE);
            assertThat(phone.act(call, COLLEAGUE, HANG_UP)).isTrue();
            assertThat(phone.end(call).path("state").asText()).isEqualTo("completed");
            assertThat(answerTo(page, call, "whisper")
                            .path("made")
                            .path("template")
                            .asText())
                    .isEqualTo("forward-announce");
        }
    }

    @Test
    void whoDoesNotAnswerLeavesTheCallToVoicemail() {
        String call = phone.call(CALLER, OURS);
        phone.step(call, COLLEAGUE, "ring");
        assertThat(phone.act(call, COLLEAGUE, "{\"type\":\"refuse\",\"reaction\":\"NO_ANSWER\"}"))
                .isTrue();
        phone.step(call, "caller", "record");
        assertThat(phone.act(call, "caller", HANG_UP)).isTrue();
        phone.end(call);
    }

    @Test
    void aCallIsPlayedAgain() throws Exception {
        String first = voicemail();
        byte[] sound = Audio.tone(Duration.ofMillis(1_700)).bytes();
        phone.upload("/phone/calls/" + first + "/audio", sound);
        phone.step(first, "caller", "record");
        phone.act(first, "caller", PRESS.formatted("#"));
        phone.end(first);

        HttpResponse<String> again = phone.post("/phone/calls/" + first + "/again", "{}");
        assertThat(again.statusCode()).isEqualTo(201);
        String second = PhoneClient.json(again).path("call").asText();
        assertThat(second).startsWith("CA").isNotEqualTo(first);
        await().until(() -> phone.summary(second).path("over").asBoolean());
        assertThat(phone.summary(second).path("again").asBoolean()).isTrue();
        assertThat(phone.summary(second).path("recordings").asInt()).isEqualTo(1);
        Path archived = await().until(() -> archived(second), file -> file != null);
        assertThat(frames(Files.readAllBytes(archived))).isEqualTo(frames(sound));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"to":"+1555"}                                          | from is ""
            {"from":"+1555"}                                        | to is ""
            {"from":"+1 555","to":"+1555"}                          | from is "+1 555"
            {"from":"+1555","to":5}                                 | to is "5"
            {"from":"+1555","to":"+1","country":"Germany"}          | country is "Germany"
            {"from":"+1555","to":"+1","stir":"good"}                | stir is "good"
            {"from":"+1555","to":"+1","path":"/operations/sinks"}   | path is "/operations/sinks"
            {"from":"+1555","to":"+1","parameters":{"CallSid":"x"}} | parameters is "CallSid"
            {"from":"+1555","to":"+1","parameters":["x"]}           | parameters is "["x"]"
            {"from":"+1555","to":"+1","colour":"red"}               | a call has no field colour
            {"from":                                                | the body is no JSON
            """)
    void aWrongCallIsRefusedByField(String order, String what) {
        HttpResponse<String> answer = phone.post("/phone/calls", order);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(PhoneClient.json(answer).path("error").asText()).contains(what);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"action":{"type":"hangUp"}}                            | who is missing
            {"who":"caller","action":{"type":"jump"}}               | action: Could not resolve type id 'jump'
            {"who":"caller","action":{"type":"press","keys":"abc"}} | action: "abc" are no keys; allowed: 0-9 * #
            {"who":"caller","action":{"type":"press"}}              | action:
            {"who":"caller"}                                        | action is missing
            """)
    void aWrongActionIsRefused(String action, String what) {
        String call = phone.call(CALLER, OURS);
        HttpResponse<String> answer = phone.post("/phone/calls/" + call + "/actions", action);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(PhoneClient.json(answer).path("error").asText()).contains(what);
        phone.act(call, "caller", HANG_UP);
    }

    @Test
    void onlyASoundOfATelephoneIsTakenAndNoLongOne() {
        String call = voicemail();
        String audio = "/phone/calls/" + call + "/audio";
        assertThat(phone.upload(audio, new byte[(2 << 20) + 1]).statusCode()).isEqualTo(413);
        assertThat(phone.upload(audio, new byte[100]).body()).contains("allowed: WAV, PCM, 16 bit, mono, 8 kHz");
        assertThat(phone.upload(audio, Audio.tone(Duration.ofSeconds(30)).bytes())
                        .body())
                .contains("true");
        assertThat(phone.post(audio, "{}").statusCode()).isEqualTo(415);
        phone.act(call, "caller", HANG_UP);
        phone.end(call);
    }

    @Test
    void nobodyElseCalls() {
        String order = "{\"from\":\"+1555\",\"to\":\"+1556\"}";
        io.voicewebhooks.support.Visitor stranger = io.voicewebhooks.support.Visitor.of(phone.application());
        assertThat(stranger.get("/phone/calls").statusCode()).isEqualTo(303);
        assertThat(stranger.get("/phone/events").statusCode()).isEqualTo(303);
        assertThat(stranger.send(stranger.request("/phone/calls")
                                .header("Content-Type", "application/json")
                                .header("Sec-Fetch-Site", "same-origin")
                                .POST(BodyPublishers.ofString(order)))
                        .statusCode())
                .isEqualTo(401);
        assertThat(phone.page()
                        .send(phone.page()
                                .request("/phone/calls")
                                .header("Content-Type", "application/json")
                                .header("Origin", "https://example.com")
                                .POST(BodyPublishers.ofString(order)))
                        .statusCode())
                .isEqualTo(403);
        assertThat(phone.post("/phone/calls/CA0/actions", "{}").statusCode()).isEqualTo(404);
    }
}
