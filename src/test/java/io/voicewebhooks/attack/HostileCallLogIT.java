package io.voicewebhooks.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.Postgres;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map.Entry;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a caller says, presses or is called is a text in the call log, whichever database keeps it. */
class HostileCallLogIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int KEPT = 16 << 10;
    private static final String HUGE = "'\"); drop table call; --".repeat(50_000);
    private static final List<String> TEXTS = List.of(
            "'; drop table call; --",
            "\"}], \"status\": \"delivered\", \"x\": [{\"",
            "a\0b\u0001c",
            "\\u0000 \\ ' \" %s ? :#callSid {call}",
            "\uD83D\uDCDE \u202E \uFFFF",
            HUGE);

    @TempDir
    Path dir;

    @Test
    void inSqlite() {
        isText("jdbc:sqlite:" + dir.resolve("calls.db"));
    }

    @Test
    void inPostgresql() throws SQLException {
        isText(Postgres.newDatabase());
    }

    private void isText(String url) {
        try (HttpReceiver http = HttpReceiver.start().answers(post -> 422);
                Application application = Application.with(dir.resolve("data"))
                        .set(http.settings())
                        .set("voice.sink.calls.enabled", "true")
                        .set("voice.sink.calls.url", url)
                        .set("voice.http.max-body-size", "16MiB")
                        .set("voice.management.token", Operator.TOKEN)
                        .start()) {
            Operator operator = Operator.of(application);
            for (String text : TEXTS) {
                String call = Twilio.callSid();
                UnaryOperator<List<Entry<String, String>>> says = text.length() < KEPT
                        ? form -> Hostile.says(text, form)
                        : form -> Twilio.with(form, "SpeechResult", text, "CallerName", text, "Digits", "1");
                application.twilio().post("/voice/fallback", says.apply(Twilio.call(call)));
                application.twilio().post("/voice/status", says.apply(Twilio.status(call, "completed")));

                JsonNode shown = await().atMost(LIMIT)
                        .until(
                                () -> operator.json("/operations/calls/" + call),
                                json -> json.path("exchanges").size() == 2
                                        && json.at("/deliveries/0/state")
                                                .asText()
                                                .equals("dead")
                                        && json.at("/events/0/data").has("Digits"));
                JsonNode exchange = shown.path("exchanges")
                        .valueStream()
                        .filter(each -> each.path("route").asText().equals("incoming-call-fallback"))
                        .findFirst()
                        .orElseThrow();
                if (text.length() < KEPT) {
                    String kept = text.replace('\0', '\uFFFD');
                    assertThat(exchange.at("/parameters/SpeechResult").asText()).isEqualTo(kept);
                    assertThat(exchange.at("/parameters/SipHeader_X-Note").asText())
                            .isEqualTo(kept);
                } else {
                    assertThat(exchange.path("parameters").toString().length()).isLessThan(2 * KEPT);
                    assertThat(exchange.path("cut").asInt()).isGreaterThan(text.length());
                }
                assertThat(shown.at("/events/0/data/CallerName").asText()).isEqualTo(text);
            }
            assertThat(application.meter("voice_calls_dropped_total")).isZero();
            // nothing of the log itself is among them
            assertThat(application.deadLetters())
                    .hasSize(TEXTS.size())
                    .allMatch(reason -> reason.equals("the endpoint answered 422"));
        }
    }
}
