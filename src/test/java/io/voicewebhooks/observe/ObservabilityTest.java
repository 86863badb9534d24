package io.voicewebhooks.observe;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Wire;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import io.voicewebhooks.testkit.rest.RestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator sees on the management port. */
@TestInstance(Lifecycle.PER_CLASS)
class ObservabilityTest {
    private final RestServer twilio = RestServer.start();
    private HttpReceiver http;
    private Application application;

    @BeforeAll
    void start(@TempDir Path dir) {
        http = HttpReceiver.start();
        twilio.account(Twilio.ACCOUNT, Twilio.TOKEN)
                .number(
                        "+15558675310",
                        Map.of(
                                "voice_url", Twilio.PUBLIC_URL + "/voice/incoming#rc=5&rp=5xx,ct,rt",
                                "status_callback", Twilio.PUBLIC_URL + "/voice/status#rc=5&rp=5xx,ct,rt"));
        application = Application.with(dir)
                .set(http.settings())
                .set("voice.retry.schedule", "1h")
                .set("twilio.api-url", twilio.url())
                .set("twilio.numbers", "*")
                .start();
    }

    @AfterAll
    void stop() {
        application.close();
        http.close();
        twilio.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/observe/health", "/observe/health/live", "/observe/health/ready"})
    void aHealthyApplicationIsUp(String path) {
        assertThat(application.management(path).statusCode()).isEqualTo(200);
        assertThat(application.management(path).body()).contains("\"status\"").contains("UP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/observe/health?x=%zz", "/observe/metrics?name=%", "/operations/dead-letters?since=%2"})
    void aQueryThatCannotBeReadIsRefused(String target) {
        Wire.Reply reply = Wire.ask(application.managementPort(), "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).isEqualTo("the query has a malformed escape");
    }

    @Test
    void theManagementPagesAreNotOnTheWebhooksPort() {
        Twilio twilio = application.twilio();
        assertThat(twilio.send(twilio.request("/observe/health").build()).statusCode())
                .isEqualTo(404);
        assertThat(twilio.send(twilio.request("/observe/metrics").build()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void theJvmIsMeasuredToo() {
        assertThat(application.management("/observe/metrics").body())
                .contains("jvm_memory_used_bytes{", "jvm_threads_live_threads ", "jvm_gc_", "process_cpu_usage ");
    }

    @Test
    void theJournalSaysThatItTakesEventsAndHowFullItsDiskIs() {
        assertThat(application.meter("voice_journal_up")).isEqualTo(1);
        assertThat(application.meter("voice_journal_disk_used_ratio")).isBetween(0.0001, 1.0);
    }

    @Test
    void theManualNamesEveryMetric() throws IOException {
        Set<String> named = matches(
                "`(voice_\\w+)`",
                Files.readAllLines(Path.of("src/main/docs/operations.md")).stream()
                        .filter(line -> line.startsWith("| `voice_"))
                        .collect(joining()));
        application.twilio().post("/voice/status", Twilio.status(Twilio.callSid(), "completed"));

        await().untilAsserted(() -> assertThat(matches(
                        "# TYPE (voice_\\w+?)(?:_max)? ",
                        application.management("/observe/metrics").body()))
                .isEqualTo(named));
    }

    private static Set<String> matches(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(toSet());
    }

    @Test
    void whatIsWorthAnAlertIsThereAtZeroBeforeItFirstHappens() {
        assertThat(application.management("/observe/metrics").body().lines())
                .contains(
                        "voice_dead_letters_total{sink=\"http\"} 0.0",
                        "voice_dead_letters_total{sink=\"voice.events\"} 0.0",
                        "voice_unpublished_total 0.0",
                        "voice_http_refused_total{reason=\"busy\"} 0.0",
                        "voice_http_refused_total{reason=\"slow\"} 0.0",
                        "voice_webhooks_total{kind=\"incoming-call\",outcome=\"fallback\"} 0.0",
                        "voice_webhooks_total{kind=\"incoming-call\",outcome=\"unavailable\"} 0.0",
                        "voice_signature_rejected_total{reason=\"no-signature\"} 0.0",
                        "voice_signature_rejected_total{reason=\"body-mismatch\"} 0.0",
                        "voice_signature_rejected_total{reason=\"key-header\"} 0.0",
                        "voice_signature_rejected_total{reason=\"unknown-algorithm\"} 0.0",
                        "voice_signature_rejected_total{reason=\"unknown-key\"} 0.0",
                        "voice_signature_rejected_total{reason=\"unknown-account\"} 0.0")
                // the tests beside this one forge a signature
                .anyMatch(line -> line.startsWith("voice_signature_rejected_total{reason=\"mismatch\"} "));
    }

    @Test
    void webhooksAreCountedAndTimedByKindAndOutcome() {
        application
                .twilio()
                .post("/voice/recording", Twilio.recording(Twilio.callSid(), Twilio.recordingSid(), "absent"));
        application.twilio().post("/voice/recording", Twilio.call(Twilio.callSid()), "forged");
        application.twilio().post("/voice/recording", Twilio.call(Twilio.callSid()));

        await().untilAsserted(() -> {
            assertThat(application.meter("voice_webhooks_total{kind=\"recording-status\",outcome=\"accepted\"}"))
                    .isEqualTo(1);
            assertThat(application.meter("voice_webhooks_total{kind=\"recording-status\",outcome=\"refused\"}"))
                    .isEqualTo(1);
            assertThat(application.meter("voice_webhooks_total{kind=\"recording-status\",outcome=\"invalid\"}"))
                    .isEqualTo(1);
            assertThat(application.meter("voice_webhook_seconds_count{kind=\"recording-status\"}"))
                    .isEqualTo(3);
            assertThat(application.meter("voice_webhook_seconds_bucket{kind=\"recording-status\",le=\"60.0\"}"))
                    .isEqualTo(3);
            assertThat(application.meter("voice_signature_rejected_total{reason=\"mismatch\"}"))
                    .isPositive();
            assertThat(application.meter("voice_webhook_last_seconds{kind=\"recording-status\"}"))
                    .isPositive();
        });
    }

    @Test
    void anEventThatWaitsIsSeenInDepthAndAge() {
        http.answers(post -> post.type().equals("call.canceled") ? 503 : 204);
        application.twilio().post("/voice/status", Twilio.status(Twilio.callSid(), "canceled"));

        await().untilAsserted(() -> {
            assertThat(application.meter("voice_deliveries_total{outcome=\"retried\",sink=\"http\"}"))
                    .isEqualTo(1);
            assertThat(application.meter("voice_delivery_seconds_count{sink=\"http\"}"))
                    .isPositive();
            assertThat(application.depth("voice.sink.http")).isEqualTo(1);
        });
        assertThat(application.management("/observe/metrics").body())
                .contains("voice_queue_oldest_seconds{queue=\"voice.events\"}")
                .contains("voice_queue_depth{queue=\"voice.dead-letter\"}");
    }
}
