package io.voicewebhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sink is switched off while its events wait: they wait on, and the operator is told. */
class SwitchedOffSinkTest {
    @TempDir
    Path dir;

    private Application.Builder application() {
        return Application.with(dir).set("voice.management.token", Operator.TOKEN);
    }

    @Test
    void whatWaitsForASinkThatWasSwitchedOffIsToldAndDeliveredOnceItIsOnAgain() {
        try (HttpReceiver http = HttpReceiver.start()) {
            try (Application application = application().set(http.settings()).start()) {
                Operator.of(application).types("sinks", "pause", "http", "--reason", "it goes");
                for (int i = 0; i < 3; i++) {
                    application.twilio().post("/voice/status", Twilio.status(Twilio.callSid(), "completed"));
                }
                await().untilAsserted(() ->
                        assertThat(application.depth("voice.sink.http")).isEqualTo(3));
            }
            assertThat(http.posts()).isEmpty();

            try (LogLines log = LogLines.record();
                    Application application = application().start()) {
                await().untilAsserted(() -> assertThat(log.lines())
                        .contains(
                                "WARN 3 events wait in the queue voice.sink.http, which nobody reads now and no route of"
                                        + " this application: is its sink switched off, or its route gone?"));
                assertThat(application.depth("voice.sink.http")).isEqualTo(3);
                assertThat(Operator.of(application).types("sinks", "list").out())
                        .containsPattern("http +off +3 +0 +no route here reads its queue");
            }

            try (LogLines log = LogLines.record();
                    Application application = application().set(http.settings()).start()) {
                await().untilAsserted(() -> assertThat(http.delivered())
                        .isEqualTo(List.of("call.completed", "call.completed", "call.completed")));
                await().untilAsserted(() ->
                        assertThat(application.depth("voice.sink.http")).isZero());
                assertThat(log.lines()).noneMatch(line -> line.contains("which nobody reads"));
                assertThat(Operator.of(application).types("sinks", "list").out())
                        .doesNotContain("off");
            }
        }
    }

    @Test
    void whatWaitsForASinkThatIsOffIsListedAndDroppedWithAReasonThatTheLogKeeps() {
        List<String> calls = Stream.generate(Twilio::callSid).limit(3).toList();
        try (HttpReceiver http = HttpReceiver.start();
                Application application = application()
                        .set(http.settings())
                        .set("voice.retry.schedule", "1h")
                        .start()) {
            http.answers(post -> 409);
            application.twilio().post("/voice/status", Twilio.status(calls.get(0), "completed"));
            await().untilAsserted(() -> assertThat(
                            Operator.of(application).types("sinks", "list").out())
                    .containsPattern("http +active +0 +1"));
            Operator.of(application).types("sinks", "pause", "http", "--reason", "it goes");
            calls.stream()
                    .skip(1)
                    .forEach(call -> application.twilio().post("/voice/status", Twilio.status(call, "completed")));
            await().untilAsserted(() ->
                    assertThat(application.depth("voice.sink.http")).isEqualTo(3));
        }

        try (LogLines log = LogLines.record();
                Application application = application().start()) {
            Operator operator = Operator.of(application);
            await().untilAsserted(() -> assertThat(
                            operator.types("deliveries", "list").out())
                    .contains("3 in all")
                    .contains(calls)
                    .containsPattern("http +off .* 0 +- +no route here reads its queue")
                    .containsPattern("http +off .* 1 +20\\S+ +no route here reads its queue")
                    .doesNotContain("5551230001"));

            assertThat(operator.types("deliveries", "drop", "--sink", "http").err())
                    .startsWith("reason is missing");
            assertThat(operator.types("deliveries", "drop", "--reason", "x").err())
                    .startsWith("sink is missing");
            assertThat(operator.types("deliveries", "drop", "--sink", "htp", "--reason", "x")
                            .err())
                    .contains("a sink that is off or gone is dropped; that is: http");
            assertThat(application.depth("voice.sink.http")).isEqualTo(3);

            assertThat(operator.types(
                                    "deliveries", "drop", "--sink", "http", "--call-sid", calls.get(1), "--reason", "x")
                            .out()
                            .lines())
                    .containsExactly("dropped: 1", "left: 0");
            assertThat(operator.types(
                                    "deliveries",
                                    "drop",
                                    "--sink",
                                    "http",
                                    "--reason",
                                    "the CRM is gone",
                                    "--as",
                                    "alice")
                            .out()
                            .lines())
                    .containsExactly("dropped: 2", "left: 0");
            assertThat(operator.types("deliveries", "list").out()).contains("0 in all");
            assertThat(log.lines())
                    .filteredOn(line ->
                            line.contains("INFO alice at 127.0.0.1 drops (the CRM is gone) the delivery of event"))
                    .hasSize(2)
                    .anyMatch(line -> line.contains("(call.completed, call " + calls.get(0) + ") to http"))
                    .anyMatch(line -> line.contains("(call.completed, call " + calls.get(2) + ") to http"));
            await().untilAsserted(() ->
                    assertThat(application.depth("voice.sink.http")).isZero());
        }
    }
}
