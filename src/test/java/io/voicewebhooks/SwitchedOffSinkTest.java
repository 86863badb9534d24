package io.voicewebhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Application;
import io.voicewebhooks.support.HttpReceiver;
import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.Twilio;
import java.nio.file.Path;
import java.util.List;
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
}
