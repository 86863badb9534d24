package io.voicewebhooks.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.Wire;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Clients that take their time: they hold up nobody, and are shown out in the end. */
@TestInstance(Lifecycle.PER_CLASS)
class SlowClientsTest {
    private static final int MANY = 500;

    private Application application;
    private Twilio twilio;
    /** Those that are waited for begin together: each wait takes ten seconds. */
    private Wire slowBody;

    private Wire bodyAfterTheAnswer;
    private Wire slowHeaders;

    @BeforeAll
    void start(@TempDir Path dir) {
        application = Application.with(dir).start();
        twilio = application.twilio();
        slowBody = Wire.connect(application.port());
        slowBody.send(Wire.post("/voice/status", 3) + "\r\n").send("a");
        bodyAfterTheAnswer = Wire.connect(application.port());
        bodyAfterTheAnswer.send("POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n");
        slowHeaders = Wire.connect(application.managementPort());
        slowHeaders.send("GET /observe/health HTTP/1.1\r\nX-Slow: ");
    }

    @AfterAll
    void stop() {
        slowBody.close();
        bodyAfterTheAnswer.close();
        slowHeaders.close();
        application.close();
    }

    /** How each of them begins before it goes on with a byte a second. */
    private static String beginning(int number) {
        return switch (number % 4) {
            case 0 -> ""; // never comes to the end of its first line
            case 1 -> "POST /voice/status HTTP/1.1\r\nHost: a\r\nX-Slow: ";
            case 2 -> Wire.post("/voice/status", 1000) + "\r\n";
            default ->
                "POST /voice/status HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
                        + "Content-Type: application/x-www-form-urlencoded\r\n\r\n3e8\r\n";
        };
    }

    @Test
    void fiveHundredThatSendAByteASecondStopNobodyAndAreAllClosed() throws Exception {
        List<Wire> slow = new ArrayList<>();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try {
            for (int i = 0; i < MANY; i++) {
                slow.add(Wire.connect(application.port()).send(beginning(i)));
            }
            clock.scheduleAtFixedRate(() -> slow.forEach(wire -> wire.sends("x")), 0, 1, TimeUnit.SECONDS);
            var closed = Executors.newSingleThreadExecutor();
            var all = closed.submit(() -> slow.forEach(Wire::awaitClose));
            closed.shutdown();

            int served = 0;
            while (!all.isDone()) {
                assertThat(twilio.post("/voice/status", Twilio.status(Twilio.callSid(), "busy"))
                                .statusCode())
                        .isEqualTo(204);
                served++;
            }
            all.get();
            assertThat(served).isGreaterThan(10);
        } finally {
            clock.shutdownNow();
            slow.forEach(Wire::close);
        }
    }

    @Test
    void aBodyThatTakesTooLongIsAnsweredAndOneThatTakesLittleIsServed() {
        try (Wire quick = Wire.connect(application.port())) {
            quick.send(Wire.post("/voice/status", 3) + "\r\n").send("a");
            assertThat(quick.send("=b").reply().status()).isEqualTo(403);
        }
        Wire.Reply reply = slowBody.reply();
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.headers()).containsEntry("connection", "close");
        assertThat(reply.body()).isEqualTo("the request did not arrive in time");
        slowBody.awaitClose();
        assertThat(application.meter("voice_http_refused_total{reason=\"slow\"}"))
                .isPositive();
    }

    @Test
    void aBodyThatGoesOnAfterTheAnswerIsNotHeardForLong() {
        assertThat(bodyAfterTheAnswer.reply().status()).isEqualTo(404);
        bodyAfterTheAnswer.awaitClose();
    }

    @Test
    void theManagementPortClosesThemToo() {
        slowHeaders.awaitClose();
    }
}
