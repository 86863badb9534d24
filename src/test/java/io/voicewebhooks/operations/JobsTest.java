package io.voicewebhooks.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.voicewebhooks.journal.Journal;
import io.voicewebhooks.journal.Queues;
import io.voicewebhooks.testkit.Application;
import jakarta.jms.JMSContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
        application = Application.with(dir).start();
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
        assertThat(jobs.find(id).orElseThrow().progress().error())
                .startsWith("this means every dead letter; say which");
        assertThat(jobs.find("4711")).isEmpty();
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
