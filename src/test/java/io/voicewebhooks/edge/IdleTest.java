package io.voicewebhooks.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Headers;
import io.voicewebhooks.support.Certificate;
import io.voicewebhooks.support.Http2Wire;
import io.voicewebhooks.support.Wire;
import io.voicewebhooks.testkit.Application;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a connection counts as idle; with time-outs of two and of five seconds, since nobody waits for 75. */
class IdleTest {
    private static final EdgeLimits SHORT = new EdgeLimits(Duration.ofSeconds(2), Duration.ofSeconds(5));
    private static final String REQUEST = "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n";

    private final CountDownLatch answer = new CountDownLatch(1);
    private Application application;

    private static void shortTimeouts(Main main) {
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport support) {
                Edge.configure(support.getCamelContext(), main.configure().httpServer(), SHORT);
            }
        });
    }

    private void start(Application.Builder builder) throws Exception {
        application = builder.prepare(IdleTest::shortTimeouts).start();
        RouteBuilder.addRoutes(application.context(), routes -> {
            routes.from("platform-http:/slow")
                    .process(exchange -> answer.await())
                    .setBody()
                    .constant("at last");
            routes.from("platform-http:/quick").setBody().constant("here");
        });
    }

    @AfterEach
    void stop() {
        answer.countDown();
        application.close();
    }

    @Test
    void aRouteMayTakeLongerThanAConnectionMayBeIdle(@TempDir Path dir) throws Exception {
        start(Application.with(dir));
        try (Wire waiting = Wire.connect(application.port());
                Wire kept = Wire.connect(application.port());
                Wire idle = Wire.connect(application.port())) {
            waiting.send(REQUEST);
            assertThat(kept.send(REQUEST.replace("slow", "quick")).reply().status())
                    .isEqualTo(200);
            idle.awaitClose();
            // longer than the first request may take: it is kept for the next one
            assertThat(kept.send(REQUEST.replace("slow", "quick")).reply().status())
                    .isEqualTo(200);
            kept.awaitClose();

            answer.countDown();
            assertThat(waiting.reply().status()).isEqualTo(200);
        }
    }

    @Test
    void theSameHoldsForHttp2(@TempDir Path dir) throws Exception {
        Certificate certificate = Certificate.make(dir);
        start(Application.with(dir.resolve("data"))
                .set("voice.http.tls.certificate", certificate.chain().toString())
                .set("voice.http.tls.key", certificate.key().toString()));
        try (Http2Wire waiting = Http2Wire.connect(application.port())) {
            Http2Wire.Exchange late = waiting.request(Http2Wire.headers("GET", "/slow"), true);
            connectionsOfHttp2AreShownOut();

            answer.countDown();
            assertThat(late.reply().status()).isEqualTo(200);
        }
    }

    /** Each sends what it has to send as soon as it is connected, before its time is over. */
    private void connectionsOfHttp2AreShownOut() throws Exception {
        try (Http2Wire kept = Http2Wire.connect(application.port())) {
            assertThat(kept.request(Http2Wire.headers("GET", "/quick"), true)
                            .reply()
                            .status())
                    .isEqualTo(200);
            try (Http2Wire slow = Http2Wire.connect(application.port())) {
                Http2Headers post = Http2Wire.headers("POST", "/voice/status")
                        .add("content-type", "application/x-www-form-urlencoded");
                Http2Wire.Exchange body = slow.request(post, false).data("a", false);
                assertThat(body.reply().status()).isEqualTo(503);
                body.awaitReset();
                // the other requests of that connection go on
                assertThat(slow.request(Http2Wire.headers("GET", "/quick"), true)
                                .reply()
                                .status())
                        .isEqualTo(200);
            }
            kept.awaitClose();
        }
        try (Http2Wire idle = Http2Wire.connect(application.port())) {
            idle.awaitClose();
        }
    }

    @Test
    void aClientThatDoesNotBeginTlsIsClosed(@TempDir Path dir) throws Exception {
        Certificate certificate = Certificate.make(dir);
        start(Application.with(dir.resolve("data"))
                .set("voice.http.tls.certificate", certificate.chain().toString())
                .set("voice.http.tls.key", certificate.key().toString()));
        try (Wire wire = Wire.connect(application.port())) {
            wire.awaitClose();
        }
    }
}
