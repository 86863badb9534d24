package io.voicewebhooks.sink.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.ReceivedPost;
import io.voicewebhooks.testkit.Twilio;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** The application with a call log, and with a sink beside it that gets every event. */
final class LoggingApplication implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final HttpReceiver other = HttpReceiver.start();
    private final Application application;

    LoggingApplication(Path dataDir, String... keysAndValues) {
        Application.Builder builder = Application.with(dataDir)
                .set(other.settings())
                .set("voice.sink.calls.enabled", "true")
                .set("voice.sink.calls.keep", "36500d")
                .set("voice.retry.schedule", "200ms,".repeat(30) + "1s");
        for (int i = 0; i < keysAndValues.length; i += 2) {
            builder.set(keysAndValues[i], keysAndValues[i + 1]);
        }
        application = builder.start();
    }

    Application application() {
        return application;
    }

    /** A call of which the other sink hears, whatever the log does. */
    String call() {
        String call = Twilio.callSid();
        assertThat(application
                        .twilio()
                        .post("/voice/incoming", Twilio.call(call))
                        .statusCode())
                .isEqualTo(200);
        assertThat(application
                        .twilio()
                        .post("/voice/status", Twilio.status(call, "completed"))
                        .statusCode())
                .isEqualTo(204);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(other.posts())
                .extracting(ReceivedPost::body)
                .filteredOn(body -> body.contains(call))
                .hasSizeGreaterThanOrEqualTo(2));
        return call;
    }

    JdbcTemplate log() {
        return new JdbcTemplate(CallDatabase.of(application.context()).reader());
    }

    /** How often a call is in the log; 0 where nobody can read it. */
    private int count(String call) {
        try {
            return log().queryForObject("select count(*) from call where call_sid = ?", Integer.class, call);
        } catch (DataAccessException e) {
            return 0;
        }
    }

    void awaitLogged(String... calls) {
        for (String call : calls) {
            await().atMost(LIMIT).untilAsserted(() -> assertThat(count(call)).isEqualTo(1));
        }
    }

    void awaitEvents(int number) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(log().queryForObject("select count(*) from event", Integer.class))
                        .isEqualTo(number));
    }

    /** What health says of the log while it says so; readiness does not mind. */
    void awaitProblem(String text) {
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(health()).contains("the call log").contains(text));
        assertThat(application.management("/observe/health/ready").statusCode()).isEqualTo(200);
        assertThat(CallDatabase.of(application.context()).problem())
                .get()
                .asString()
                .contains(text);
    }

    void awaitNoProblem() {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(health()).doesNotContain("the call log"));
        assertThat(CallDatabase.of(application.context()).problem()).isEmpty();
    }

    private String health() {
        return application.management("/observe/health").body();
    }

    List<String> deadLetters() {
        return application.deadLetters();
    }

    @Override
    public void close() {
        application.close();
        other.close();
    }
}
