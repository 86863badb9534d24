package io.voicewebhooks.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.voicewebhooks.event.EventStore;
import io.voicewebhooks.event.EventStores;
import io.voicewebhooks.journal.Journal;
import io.voicewebhooks.journal.Queues;
import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.testkit.Application;
import jakarta.jms.JMSContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What is long and runs on its own. */
class JobsTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Operations.Who WHO = new Operations.Who("somebody", true);
    private static final String DROP = "dead-letters/drop";
    private static final Map<String, String> ALL = Map.of("all", "true", "reason", "test");
    private static final int LETTERS = 450;

    private Application application;
    private Jobs jobs;

    @BeforeEach
    void start(@TempDir Path dir) {
        application = Application.with(dir)
                .set("voice.management.token", Operator.TOKEN)
                .set("voice.sink.calls.enabled", "true")
                .start();
        jobs = new Jobs(application.context());
        Journal journal = Journal.of(application.context());
        try (JMSContext session = journal.connectionFactory().createContext(JMSContext.SESSION_TRANSACTED)) {
            for (int i = 0; i < LETTERS; i++) {
                session.createProducer().send(session.createQueue(Queues.DEAD_LETTER), "letter " + i);
            }
            session.commit();
        }
    }

    @AfterEach
    void stop() {
        application.close();
    }

    @Test
    void aJobStopsWhenItIsCancelledAndNoOtherOfItsKindBeginsBefore() throws Exception {
        try (HeldLog log = new HeldLog()) {
            String id = jobs.start(DROP, ALL, WHO);
            assertThat(log.reached.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(jobs.find(id).orElseThrow().progress())
                    .extracting(Progress::state, Progress::done, Progress::total, Progress::ended)
                    .containsExactly("running", 0L, (long) LETTERS, null);
            assertThatThrownBy(() -> jobs.start(DROP, ALL, WHO))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("begun by somebody: job " + id);

            jobs.cancel(id, WHO);
            log.held.countDown();

            awaitEnd(id, "cancelled", 100);
        }
        String rest = jobs.start(DROP, ALL, WHO);
        awaitEnd(rest, "done", LETTERS - 100);
    }

    @Test
    void whatIsRefusedHasFailed() {
        String id = jobs.start(DROP, Map.of("reason", "test"), WHO);

        awaitEnd(id, "failed", 0);
        assertThatThrownBy(() -> jobs.answer(id)).hasMessageStartingWith("this means every dead letter; say which");
        assertThat(jobs.find("4711")).isEmpty();
    }

    @Test
    void theAnswerRepeatsWhatWasTypedAndTheLogDoesNot() {
        try (LogLines log = LogLines.record()) {
            String id = jobs.start("erasure", Map.of("number", "+1 555 123 0001", "reason", "asked"), WHO);

            awaitEnd(id, "failed", 0);
            assertThatThrownBy(() -> jobs.answer(id)).hasMessageStartingWith("number = +1 555 123 0001; allowed: ");
            await().atMost(LIMIT).untilAsserted(() -> assertThat(log.lines())
                    .anyMatch(line -> line.endsWith("(erasure) is failed: 0 of 0; refused with 400")));
            assertThat(log.lines()).noneMatch(line -> line.contains("555 123 0001"));
        }
    }

    @Test
    void whoeverOnlyLooksKeepsNobodyFromActing() throws Exception {
        CountDownLatch looks = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        EventStores.of(application.context()).add(new EventStore() {
            @Override
            public String name() {
                return "slow";
            }

            @Override
            public Set<String> callsOf(String text) throws InterruptedException {
                looks.countDown();
                held.await();
                return Set.of();
            }

            @Override
            public Map<String, Long> erase(Set<String> callSids) {
                return Map.of();
            }
        });
        Map<String, String> number = Map.of("number", "+15551230001");
        String look = jobs.start("GET", "erasure", number, WHO);
        assertThat(looks.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> jobs.start("GET", "erasure", number, WHO)).hasMessageContaining("runs already");

        String act = jobs.start("erasure", Map.of("number", "+15551230001", "reason", "asked"), WHO);

        held.countDown();
        awaitEnd(look, "done", 0);
        await().atMost(LIMIT)
                .until(() -> jobs.find(act).orElseThrow().progress().state().equals("done"));
    }

    /** A stream that nobody reads would stay open. */
    @ParameterizedTest
    @ValueSource(strings = {"/operations/calls?format=csv", "/operations/sinks"})
    void whatTakesNoTimeIsAnsweredAtOnce(String path) throws Exception {
        HttpRequest later = HttpRequest.newBuilder(URI.create(application.managementUrl() + path))
                .header("Authorization", "Bearer " + Operator.TOKEN)
                .header("Prefer", "respond-async")
                .build();

        assertThat(HttpClient.newHttpClient()
                        .send(later, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }

    private void awaitEnd(String id, String state, long done) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(jobs.find(id).orElseThrow().progress())
                        .extracting(Progress::state, Progress::done)
                        .containsExactly(state, done));
        assertThat(jobs.find(id).orElseThrow().progress().ended()).isNotNull();
    }

    /** Holds whoever logs that a letter is gone: its batch has left the queue by then. */
    private static final class HeldLog extends UnsynchronizedAppenderBase<ILoggingEvent> implements AutoCloseable {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch held = new CountDownLatch(1);
        private final Logger logger = (Logger) LoggerFactory.getLogger(DeadLetters.class);

        HeldLog() {
            logger.setLevel(Level.INFO);
            start();
            logger.addAppender(this);
        }

        @Override
        protected void append(ILoggingEvent event) {
            reached.countDown();
            try {
                held.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            held.countDown();
            logger.detachAppender(this);
            logger.setLevel(null);
        }
    }
}
