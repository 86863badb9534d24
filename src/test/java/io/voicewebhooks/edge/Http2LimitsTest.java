package io.voicewebhooks.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.voicewebhooks.support.Certificate;
import io.voicewebhooks.support.Http2Wire;
import io.voicewebhooks.support.Http2Wire.Exchange;
import io.voicewebhooks.support.Http2Wire.Reply;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.nio.file.Path;
import java.util.List;
import java.util.Map.Entry;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The limits of the listener over HTTP/2, each at its edge. */
@TestInstance(Lifecycle.PER_CLASS)
class Http2LimitsTest {
    private static final int BODY = 64 << 10;

    private Application application;
    private Twilio twilio;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        Certificate certificate = Certificate.make(dir);
        application = Application.with(dir.resolve("data"))
                .set("voice.http.tls.certificate", certificate.chain().toString())
                .set("voice.http.tls.key", certificate.key().toString())
                .start();
        twilio = application.twilio();
    }

    @AfterAll
    void stop() {
        application.close();
    }

    @Test
    void aBodyOf64KiBIsServedAndOneByteMoreIsNot() throws Exception {
        try (Http2Wire wire = Http2Wire.connect(application.port())) {
            assertThat(post(wire, BODY).status()).isEqualTo(204);
            refused(post(wire, BODY + 1), 413);
        }
    }

    @Test
    void aTargetThatWouldMakeARequestLineOf8KiBIsServedAndOneByteMoreIsNot() throws Exception {
        try (Http2Wire wire = Http2Wire.connect(application.port())) {
            assertThat(withRequestLine(wire, EdgeLimits.REQUEST_LINE).status()).isEqualTo(204);
            refused(withRequestLine(wire, EdgeLimits.REQUEST_LINE + 1), 414);
        }
    }

    @Test
    void aHeaderListOf16KiBIsServedAndOneByteMoreIsNot() throws Exception {
        try (Http2Wire wire = Http2Wire.connect(application.port())) {
            assertThat(withHeaders(wire, EdgeLimits.HEADERS).status()).isEqualTo(204);
            assertThat(withHeaders(wire, EdgeLimits.HEADERS + 1).status()).isEqualTo(431);
        }
    }

    @Test
    void clientsAreToldTheLimits() throws Exception {
        try (Http2Wire wire = Http2Wire.connect(application.port())) {
            assertThat(wire.settings().maxConcurrentStreams()).isEqualTo(EdgeLimits.STREAMS);
            assertThat(wire.settings().maxHeaderListSize()).isEqualTo(EdgeLimits.HEADERS);
        }
    }

    @Test
    void aFormWithAMalformedEscapeIsRefused() throws Exception {
        try (Http2Wire wire = Http2Wire.connect(application.port())) {
            assertThat(form(wire, "a=%41&c=%41").status()).isEqualTo(403);
            refused(form(wire, "a=%zz&c=%41"), 400);
            refused(form(wire, "a=%41&c=%zz"), 400);
        }
    }

    @Test
    void aClientThatResetsManyRequestsIsCutOffAndOneThatResetsAFewIsNot() throws Exception {
        try (Http2Wire few = Http2Wire.connect(application.port());
                Http2Wire many = Http2Wire.connect(application.port())) {
            reset(few, EdgeLimits.RESETS);
            assertThat(form(few, "a=b").status()).isEqualTo(403);

            reset(many, EdgeLimits.RESETS + 1);
            many.awaitClose();
            assertThat(many.goAway()).isIn(OptionalLong.of(Http2Error.ENHANCE_YOUR_CALM.code()), OptionalLong.empty());
        }
    }

    private static void reset(Http2Wire wire, int times) {
        for (int i = 0; i < times; i++) {
            wire.request(Http2Wire.headers("POST", "/voice/status"), false).reset();
        }
    }

    private static void refused(Reply reply, int status) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.body()).matches("[a-z][^\\n<>]{5,100}");
    }

    private static Reply form(Http2Wire wire, String body) {
        Http2Headers headers =
                Http2Wire.headers("POST", "/voice/status").add("content-type", "application/x-www-form-urlencoded");
        return wire.request(headers, false).data(body, true).reply();
    }

    private Reply post(Http2Wire wire, int length) {
        List<Entry<String, String>> form = LimitsTest.filled(length);
        Http2Headers headers = Http2Wire.headers("POST", "/voice/status")
                .add("content-type", "application/x-www-form-urlencoded")
                .add("x-twilio-signature", twilio.sign("/voice/status", form));
        Exchange exchange = wire.request(headers, false);
        return exchange.data(Twilio.encode(form), true).reply();
    }

    private Reply withRequestLine(Http2Wire wire, int length) {
        String target = "/voice/status?" + Twilio.encode(Twilio.status(Twilio.callSid(), "busy")) + "&filler=";
        String filled = target + "y".repeat(length - "GET  HTTP/1.1".length() - target.length());
        return wire.request(
                        Http2Wire.headers("GET", filled).add("x-twilio-signature", twilio.sign(filled, List.of())),
                        true)
                .reply();
    }

    private Reply withHeaders(Http2Wire wire, int size) {
        String target = "/voice/status?" + Twilio.encode(Twilio.status(Twilio.callSid(), "busy"));
        Http2Headers headers = Http2Wire.headers("GET", target)
                .add("x-twilio-signature", twilio.sign(target, List.of()))
                .add("x-filler", "");
        headers.set("x-filler", "y".repeat(size - Http2Wire.size(headers)));
        return wire.request(headers, true).reply();
    }
}
