package io.voicewebhooks.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.voicewebhooks.support.Certificate;
import io.voicewebhooks.support.Http2Wire;
import io.voicewebhooks.support.Wire;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map.Entry;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A body that ends before its end, in every way that a protocol has: nothing is acknowledged, nothing becomes an event. What
 * has come is signed, so it would pass for a whole request.
 */
@TestInstance(Lifecycle.PER_CLASS)
class UnfinishedBodyTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String TARGET = "/voice/status";

    private final String call = Twilio.callSid();
    private final List<Entry<String, String>> form = Twilio.status(call, "busy");
    private final String body = Twilio.encode(form);

    private HttpReceiver events;
    private Certificate certificate;
    private Application plain;
    private Application tls;
    private Twilio overTls;

    /** A way to leave a request unfinished on a connection. */
    private interface Way<T> extends BiConsumer<T, UnfinishedBodyTest> {}

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        events = HttpReceiver.start();
        certificate = Certificate.make(dir);
        plain = Application.with(dir.resolve("plain")).set(events.settings()).start();
        tls = Application.with(dir.resolve("tls"))
                .set(events.settings())
                .set("voice.http.tls.certificate", certificate.chain().toString())
                .set("voice.http.tls.key", certificate.key().toString())
                .start();
        overTls = new Twilio(
                "https://127.0.0.1:" + tls.port(),
                Twilio.PUBLIC_URL,
                Twilio.TOKEN,
                HttpClient.newBuilder().sslContext(certificate.trusting()).build());
    }

    @AfterAll
    void stop() {
        tls.close();
        plain.close();
        events.close();
    }

    static Stream<Arguments> http1() {
        return Stream.of(
                way1("a byte less than the length", (wire, test) -> wire.send(test.head(1) + test.body)),
                way1("nothing of the body", (wire, test) -> wire.send(test.head(0))),
                way1("half of the body", (wire, test) -> wire.send(test.head(0) + test.half())),
                way1("no last chunk", (wire, test) -> wire.send(test.chunked(test.body.length()) + test.body + "\r\n")),
                way1(
                        "no line end behind the last chunk",
                        (wire, test) -> wire.send(test.chunked(test.body.length()) + test.body + "\r\n0\r\n")),
                way1("half a chunk", (wire, test) -> wire.send(test.chunked(test.body.length()) + test.half())),
                way1(
                        "a byte less than the chunk",
                        (wire, test) -> wire.send(test.chunked(test.body.length() + 1) + test.body)),
                way1(
                        "half the size of a second chunk",
                        (wire, test) -> wire.send(test.chunked(test.body.length()) + test.body + "\r\n1")),
                way1(
                        "a chunk without an end",
                        (wire, test) -> wire.send(test.chunked(test.body.length()) + test.body + "0\r\n\r\n")));
    }

    private static Arguments way1(String name, Way<Wire> way) {
        return Arguments.of(name, way);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("http1")
    void ofHttp1(String name, Way<Wire> way) {
        try (Wire half = Wire.connect(plain.port());
                Wire gone = Wire.connect(plain.port())) {
            way.accept(half, this);
            assertThat(half.end().rest()).doesNotMatch("(?s)HTTP/1.1 2.*");
            way.accept(gone, this);
        }
        assertNothingIsStored(plain.twilio());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("http1")
    void ofHttp1OverTls(String name, Way<Wire> way) throws Exception {
        try (Wire below = Wire.connect(tls.port());
                Wire wire = Wire.over(below, tls.port(), certificate.trusting())) {
            way.accept(wire, this);
            assertThat(wire.end().rest()).doesNotMatch("(?s)HTTP/1.1 2.*");
        }
        // without close_notify
        try (Wire below = Wire.connect(tls.port())) {
            way.accept(Wire.over(below, tls.port(), certificate.trusting()), this);
        }
        assertNothingIsStored(overTls);
    }

    static Stream<Arguments> http2() {
        return Stream.of(
                way2(
                        "a byte less than the length",
                        (wire, test) ->
                                refused(wire.request(test.headers(1), false).data(test.body, true))),
                way2(
                        "a byte less than the length, and an empty frame",
                        (wire, test) -> refused(wire.request(test.headers(1), false)
                                .data(test.body, false)
                                .data("", true))),
                way2(
                        "half of the body",
                        (wire, test) ->
                                refused(wire.request(test.headers(0), false).data(test.half(), true))),
                way2("nothing of the body", (wire, test) -> refused(wire.request(test.headers(0), true))),
                way2(
                        "trailers before the end",
                        (wire, test) -> refused(wire.request(test.headers(1), false)
                                .data(test.body, false)
                                .trailers(new DefaultHttp2Headers().add("x-end", "yes")))),
                way2(
                        "a byte more than the length",
                        (wire, test) ->
                                refused(wire.request(test.headers(-1), false).data(test.body, true))),
                way2(
                        "two lengths",
                        (wire, test) -> refused(wire.request(test.headers(0).add("content-length", "1"), false)
                                .data(test.body, true))),
                way2("a reset", (wire, test) -> {
                    var exchange = wire.request(test.headers(0), false).data(test.body, false);
                    exchange.reset();
                    refused(exchange);
                }),
                way2("goodbye", (wire, test) -> {
                    var exchange = wire.request(test.headers(0), false).data(test.body, false);
                    wire.leave();
                    refused(exchange);
                }),
                way2("the end of the connection", (wire, test) -> {
                    var exchange = wire.request(test.headers(0), false).data(test.body, false);
                    wire.close();
                    refused(exchange);
                }));
    }

    private static Arguments way2(String name, Way<Http2Wire> way) {
        return Arguments.of(name, way);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("http2")
    void ofHttp2(String name, Way<Http2Wire> way) throws Exception {
        try (Http2Wire wire = Http2Wire.connect(tls.port())) {
            way.accept(wire, this);
        }
        assertNothingIsStored(overTls);
    }

    @Test
    void aGetThatAnnouncesABodyAndEndsIsNotAcknowledged() throws Exception {
        String target = TARGET + "?" + body;
        Http2Headers headers = Http2Wire.headers("GET", target)
                .add("content-length", "5")
                .add("x-twilio-signature", tls.twilio().sign(target, List.of()));
        try (Http2Wire wire = Http2Wire.connect(tls.port())) {
            refused(wire.request(headers, true));
            refused(wire.request(headers, false).data("a", true));
        }
        assertNothingIsStored(overTls);
    }

    private static void refused(Http2Wire.Exchange exchange) {
        assertThat(exchange.reply().status()).matches(status -> status == 0 || status >= 400 && status < 500);
    }

    /** The call's next event is the first one that comes; it is whole, and what came before it would be older. */
    private void assertNothingIsStored(Twilio twilio) {
        List<Entry<String, String>> whole = Twilio.with(form, "CallStatus", "completed");
        int already = events.typesAbout(call).size();
        assertThat(twilio.post(TARGET, Twilio.with(whole, "SequenceNumber", String.valueOf(already + 1)))
                        .statusCode())
                .isEqualTo(204);
        await().atMost(LIMIT).until(() -> events.typesAbout(call).size() > already);
        assertThat(events.typesAbout(call)).containsOnly("call.completed");
    }

    /** Of a request whose body is announced to be longer than what is signed. */
    private String head(int more) {
        return Wire.post(TARGET, body.length() + more) + signature() + "\r\n";
    }

    private String chunked(int size) {
        return "POST " + TARGET + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                + "Transfer-Encoding: chunked\r\n" + signature() + "\r\n" + Integer.toHexString(size) + "\r\n";
    }

    private String signature() {
        return "X-Twilio-Signature: " + plain.twilio().sign(TARGET, form) + "\r\n";
    }

    private Http2Headers headers(int more) {
        return Http2Wire.headers("POST", TARGET)
                .add("content-type", "application/x-www-form-urlencoded")
                .add("content-length", String.valueOf(body.length() + more))
                .add("x-twilio-signature", tls.twilio().sign(TARGET, form));
    }

    private String half() {
        return body.substring(0, body.length() / 2);
    }
}
