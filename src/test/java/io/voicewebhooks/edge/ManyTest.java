package io.voicewebhooks.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Wire;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More at once than the application takes: requests, connections, requests of one connection. */
class ManyTest {
    private static final int MOST = 64;
    private static final String SLOW = "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n";

    @TempDir
    Path dir;

    private final Semaphore begun = new Semaphore(0);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final List<Wire> wires = new ArrayList<>();
    private Application application;

    @BeforeEach
    void start() throws Exception {
        application = Application.with(dir)
                .set("voice.http.max-requests", String.valueOf(MOST))
                .start();
        RouteBuilder.addRoutes(application.context(), routes -> {
            routes.from("platform-http:/slow")
                    .process(exchange -> {
                        begun.release();
                        answer.await();
                    })
                    .setBody()
                    .constant("at last");
        });
    }

    @AfterEach
    void stop() {
        answer.countDown();
        wires.forEach(Wire::close);
        application.close();
    }

    private Wire connect() {
        Wire wire = Wire.connect(application.port());
        wires.add(wire);
        return wire;
    }

    private List<Wire> fill() {
        List<Wire> inWork = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            inWork.add(connect().send(SLOW));
        }
        begun.acquireUninterruptibly(MOST);
        return inWork;
    }

    @Test
    void beyondTheBoundARequestIsRefusedAtOnceAndTheOthersAreServed() {
        Twilio twilio = application.twilio();
        List<Wire> inWork = fill();

        Wire.Reply refused = connect().send(SLOW).reply();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.body()).isEqualTo("too many requests at once");
        assertThat(twilio.post("/voice/status", Twilio.status(Twilio.callSid(), "busy"))
                        .statusCode())
                .isEqualTo(503);
        assertThat(application.meter("voice_http_refused_total{reason=\"busy\"}"))
                .isEqualTo(2);

        answer.countDown();
        assertThat(inWork).allSatisfy(wire -> assertThat(wire.reply().status()).isEqualTo(200));
        assertThat(twilio.post("/voice/status", Twilio.status(Twilio.callSid(), "busy"))
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void aRequestThatCameEarlierButArrivesWholeOnlyThenIsRefusedToo() {
        Wire early = connect().send(Wire.post("/voice/status", 3) + "\r\na=");
        fill();

        assertThat(early.send("b").reply().status()).isEqualTo(503);
    }

    @Test
    void whileAllWorkersWaitHealthIsStillTold() {
        fill();

        assertThat(application.management("/observe/health/live").statusCode()).isEqualTo(200);
        assertThat(application.management("/operations/sinks").statusCode()).isEqualTo(200);
    }

    @Test
    void aClientThatIsGoneFreesItsPlaceOnlyWhenItsRouteIsDone() {
        fill().forEach(Wire::close);

        assertThat(connect().send(SLOW).reply().status()).isEqualTo(503);
        answer.countDown();
        await().untilAsserted(
                        () -> assertThat(connect().send(SLOW).reply().status()).isEqualTo(200));
    }

    @Test
    void aFurtherConnectionTakesThePlaceOfTheOneThatIsIdleLongest() {
        Wire first = connect();
        Wire busy = connect().send(SLOW);
        begun.acquireUninterruptibly();
        for (int i = 0; i < EdgeLimits.CONNECTIONS - 2; i++) {
            connect();
        }
        Wire last = connect();

        first.awaitClose();
        answer.countDown();
        assertThat(busy.reply().status()).isEqualTo(200);
        assertThat(last.send(SLOW).reply().status()).isEqualTo(200);
    }

    @Test
    void ofManyBodiesThatDoNotComeTheSlowestGivesWay() {
        Wire slowest = connect().send(Wire.post("/voice/status", 3) + "\r\n");
        // a request is known once the one behind it is answered
        assertThat(Wire.ask(application.port(), "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n")
                        .status())
                .isEqualTo(404);
        Wire next = connect().send(Wire.post("/voice/status", 3) + "\r\n");
        for (int i = 0; i < EdgeLimits.ARRIVING - 1; i++) {
            connect().send(Wire.post("/voice/status", 3) + "\r\n");
        }

        assertThat(slowest.reply().status()).isEqualTo(503);
        assertThat(next.send("a=b").reply().status()).isEqualTo(403);
    }

    @Test
    void aConnectionThatDoesNotWaitForAnswersIsClosed() {
        Wire patient = connect().send(SLOW.repeat(EdgeLimits.PIPELINED));
        Wire impatient = connect().send(SLOW.repeat(EdgeLimits.PIPELINED + 1));

        impatient.awaitClose();
        answer.countDown();
        for (int i = 0; i < EdgeLimits.PIPELINED; i++) {
            assertThat(patient.reply().status()).isEqualTo(200);
        }
        assertThat(patient.send(SLOW).reply().status()).isEqualTo(200);
    }

    @Test
    void aClientThatDoesNotTakeItsAnswersIsClosed() {
        String requests = "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n".repeat(100);
        Wire deaf = connect();
        int sent = 0;
        while (deaf.sends(requests)) {
            sent++;
            assertThat(sent).as("hundreds of requests").isLessThan(20_000);
        }
        assertThat(connect().send(requests).reply().status()).isEqualTo(404);
    }
}
