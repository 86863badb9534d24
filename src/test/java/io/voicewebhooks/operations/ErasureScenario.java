package io.voicewebhooks.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.support.MailServer;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.Operator.Outcome;
import io.voicewebhooks.support.RecordingServer;
import io.voicewebhooks.support.S3Server;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map.Entry;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A caller with a voicemail, a forwarded leg and mails, who asks to be forgotten. */
abstract class ErasureScenario {
    static final String CALLER = "+15551239876";
    private static final byte[] AUDIO = "RIFF what a caller said WAVE".getBytes(StandardCharsets.UTF_8);
    private static final String[] WHY = {"--reason", "asked by letter"};

    @TempDir
    Path dir;

    final String call = Twilio.callSid();
    final String leg = Twilio.callSid();
    final String other = Twilio.callSid();
    S3Server s3;
    HttpReceiver receiver;
    Application application;

    private MailServer mail;
    private RecordingServer media;

    @BeforeEach
    void start() {
        s3 = S3Server.start(dir.resolve("s3"));
        mail = MailServer.start();
        media = RecordingServer.start(Twilio.ACCOUNT, Twilio.TOKEN);
        receiver = HttpReceiver.start();
        application = Application.with(dir.resolve("data"))
                .set(s3.settings())
                .set(mail.settings())
                .set(media.settings())
                .set(receiver.settings())
                .set("voice.sink.file.enabled", "true")
                .set("voice.sink.calls.enabled", "true")
                .set("voice.retry.schedule", "1h")
                .set("call.forward.to", CALLER)
                .set("call.hours", "mon-sun 00:00-24:00")
                .set("voice.management.token", Operator.TOKEN)
                .start();
    }

    @AfterEach
    void stop() {
        application.close();
        receiver.close();
        media.close();
        mail.close();
        s3.close();
    }

    /** One with a voicemail and a leg, and somebody else's. */
    void twoCallsOfWhichOneIsTheCallers() {
        String recording = Twilio.recordingSid();
        media.holds(recording, AUDIO);
        Twilio twilio = application.twilio();
        twilio.post("/voice/status", from(Twilio.status(call, "completed")));
        twilio.post("/voice/status", Twilio.with(Twilio.status(leg, "completed"), "ParentCallSid", call));
        twilio.post(
                "/voice/recording",
                Twilio.with(Twilio.recording(call, recording, "completed"), "RecordingSource", "RecordVerb"));
        twilio.post("/voice/status", Twilio.status(other, "completed"));
        // a folder may come or go just then
        await().ignoreExceptions().untilAsserted(() -> {
            assertThat(mail.mails()).hasSize(1);
            assertThat(traces(other)).containsExactly("file", "s3", "calls");
            assertThat(traces(leg)).containsExactly("file", "s3", "calls");
            assertThat(s3.keys()).anyMatch(key -> key.contains(recording + ".wav"));
            assertThat(operator()
                            .json("/operations/calls/" + call)
                            .at("/sinks/email")
                            .asText())
                    .isEqualTo("delivered");
            assertThat(operator().json("/operations/deliveries").path("total").asInt())
                    .isZero();
        });
    }

    /** Nothing is under way, and so many deliveries wait for another try. */
    void awaitSettled(int retries) {
        await().ignoreExceptions().untilAsserted(() -> assertThat(
                        operator().json("/operations/deliveries").path("total").asInt())
                .isEqualTo(retries));
    }

    static List<Entry<String, String>> from(List<Entry<String, String>> parameters) {
        return Twilio.with(parameters, "From", CALLER, "Caller", CALLER);
    }

    Operator operator() {
        return Operator.of(application);
    }

    JsonNode erase(String... command) {
        Outcome outcome = type(command);
        assertThat(outcome.status()).as(outcome.err() + outcome.out()).isZero();
        try {
            return new ObjectMapper().readTree(outcome.out());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Outcome type(String... command) {
        return operator()
                .types(Stream.concat(Stream.of(command), Stream.of(WHY)).toArray(String[]::new));
    }

    /** Where something of a call is. */
    List<String> traces(String sid) throws IOException {
        try (Stream<Path> files = Files.walk(dir.resolve("data/archive"))) {
            boolean inFiles = files.anyMatch(file -> file.toString().contains(sid));
            return Stream.of(
                            inFiles ? "file" : "",
                            s3.keys().stream().anyMatch(key -> key.contains(sid)) ? "s3" : "",
                            operator().get("/operations/calls/" + sid).statusCode() == 200 ? "calls" : "")
                    .filter(place -> !place.isEmpty())
                    .toList();
        }
    }

    JsonNode awaitLogged(String sid, Predicate<JsonNode> condition) {
        return await().ignoreExceptions().until(() -> operator().json("/operations/calls/" + sid), condition);
    }
}
