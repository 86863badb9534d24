package io.voicewebhooks.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.voicewebhooks.support.Certificate;
import io.voicewebhooks.support.Http2Wire;
import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.support.Wire;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Heads of requests that Vert.x or Camel fail over before a route has begun. A stranger who sends them is answered with 4xx,
 * and the log has no stack and no line for each.
 */
@TestInstance(Lifecycle.PER_CLASS)
class RequestHeadTest {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final List<String> PATHS =
            List.of("/voice/status", "/voice/incoming", "/nothing", "/observe/health/live", "/operations/sinks");
    /** More than there may be lines of one kind in a minute. */
    private static final int TIMES = 25;

    private Application plain;
    private Application tls;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        Certificate certificate = Certificate.make(dir);
        plain = Application.with(dir.resolve("plain")).start();
        tls = Application.with(dir.resolve("tls"))
                .set("voice.http.tls.certificate", certificate.chain().toString())
                .set("voice.http.tls.key", certificate.key().toString())
                .start();
    }

    @AfterAll
    void stop() {
        tls.close();
        plain.close();
    }

    /** Method, content type, host. */
    static Stream<List<String>> heads() {
        return Stream.concat(
                Stream.of("GET", "HEAD", "OPTIONS", "TRACE", "FOO", "POST", "DELETE")
                        .flatMap(method -> Stream.of(
                                        FORM,
                                        FORM + "; charset=x",
                                        FORM + "; c=\"",
                                        "multipart/form-data; boundary=\"",
                                        "a/b; c=\"",
                                        "\"")
                                .map(type -> List.of(method, type, "localhost"))),
                Stream.of("a%00", "%41", "%", "a%4", "[", "a:x", "a:99999", "@")
                        .map(host -> List.of("POST", FORM, host)));
    }

    @ParameterizedTest
    @MethodSource("heads")
    void ofHttp1(List<String> head) {
        String rest = "Host: " + head.get(2) + "\r\nContent-Type: " + head.get(1) + "\r\nConnection: close\r\n";
        for (int port : List.of(plain.port(), plain.managementPort())) {
            for (String path : PATHS) {
                for (String body : List.of("Content-Length: 0\r\n\r\n", "Content-Length: 3\r\n\r\na=b")) {
                    assertAnswered(port, head.get(0) + " " + path + " HTTP/1.1\r\n" + rest + body);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.2", "HTTP/2.0", "http/1.1", "FTP/1.1"})
    void anotherVersionOfHttp(String version) {
        for (int port : List.of(plain.port(), plain.managementPort())) {
            assertAnswered(port, "GET /voice/status " + version + "\r\nHost: localhost\r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Accept", "Accept-Language", "Accept-Charset", "Accept-Encoding"})
    void aHeaderThatCannotBeParsed(String name) {
        for (int port : List.of(plain.port(), plain.managementPort())) {
            for (String path : PATHS) {
                assertAnswered(
                        port,
                        "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + name
                                + ": a/b;c=\"\r\n\r\n");
            }
        }
    }

    private static void assertAnswered(int port, String request) {
        try (Wire wire = Wire.connect(port)) {
            assertThat(wire.send(request).rest()).as(request).matches("(?s)HTTP/1.1 [24].*");
        }
    }

    @ParameterizedTest
    @MethodSource("heads")
    void ofHttp2(List<String> head) throws Exception {
        try (Http2Wire wire = Http2Wire.connect(tls.port())) {
            for (String path : PATHS) {
                for (String body : List.of("", "a=b")) {
                    Http2Headers headers = new DefaultHttp2Headers(false)
                            .method(head.get(0))
                            .path(path)
                            .scheme("https")
                            .authority(head.get(2))
                            .add("content-type", head.get(1))
                            .add("content-length", String.valueOf(body.length()));
                    assertRefused(wire.request(headers, false).data(body, true));
                    assertRefused(wire.request(headers, body.isEmpty()).data(body, true));
                }
            }
        }
    }

    @Test
    void pseudoHeadersThatAreNone() throws Exception {
        Http2Headers right = Http2Wire.headers("GET", "/voice/status");
        List<Http2Headers> wrong = List.of(
                copy(right).method(""),
                copy(right).method("G T"),
                copy(right).method("G\u0000T"),
                copy(right).path(""),
                copy(right).path("*"),
                copy(right).path("voice"),
                copy(right).scheme("%"),
                copy(right).method("CONNECT"),
                copy(right).authority("").add("host", "a%00"),
                copy(right).add("host", "b%00"));
        for (Http2Headers headers : wrong) {
            try (Http2Wire wire = Http2Wire.connect(tls.port())) {
                assertRefused(wire.request(headers, true));
            }
        }
    }

    private static Http2Headers copy(Http2Headers headers) {
        return new DefaultHttp2Headers(false).setAll(headers);
    }

    /** Or reset, or cut off. */
    private static void assertRefused(Http2Wire.Exchange exchange) {
        assertThat(exchange.reply().status()).matches(status -> status == 0 || status >= 400 && status < 500);
    }

    @Test
    void theLogHasNoStackAndNoLineForEach() {
        try (LogLines log = LogLines.record()) {
            for (int time = 0; time < TIMES; time++) {
                ofHttp1(List.of("GET", FORM, "localhost"));
                ofHttp1(List.of("POST", "a/b; c=\"", "localhost"));
                ofHttp1(List.of("POST", FORM, "a%00"));
            }
            assertThat(log.stacks()).isEmpty();
            assertThat(log.lines()).hasSizeLessThan(2 * TIMES);
        }
    }

    /** What a proxy may add to a GET. */
    @ParameterizedTest
    @ValueSource(strings = {FORM, FORM + "; charset=x", "multipart/form-data; boundary=x", "a/b; c=\""})
    void aSignedGetIsServedWhateverContentTypeItHas(String type) throws Exception {
        String target = "/voice/status?" + Twilio.encode(Twilio.status(Twilio.callSid(), "busy"));
        String signature = plain.twilio().sign(target, List.of());
        for (String length : List.of("Content-Length: 0\r\n", "Transfer-Encoding: chunked\r\n", "")) {
            String request = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type + "\r\n"
                    + "X-Twilio-Signature: " + signature + "\r\n" + length + "\r\n";
            assertThat(Wire.ask(plain.port(), request + (length.startsWith("T") ? "0\r\n\r\n" : ""))
                            .status())
                    .isEqualTo(204);
        }
        try (Http2Wire wire = Http2Wire.connect(tls.port())) {
            Http2Headers headers = Http2Wire.headers("GET", target)
                    .add("content-type", type)
                    .add("content-length", "0")
                    .add("x-twilio-signature", signature);
            assertThat(wire.request(headers, true).reply().status()).isEqualTo(204);
            assertThat(wire.request(headers, false).data("", true).reply().status())
                    .isEqualTo(204);
        }
    }
}
