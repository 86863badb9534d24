package io.voicewebhooks.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.InRange;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.voicewebhooks.support.Certificate;
import io.voicewebhooks.support.Http2Wire;
import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.support.Wire;
import io.voicewebhooks.testkit.Application;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Coverage-guided: what stands in front of the routes. Whatever the head of an unsigned request is, on whichever port and
 * protocol, it is answered or cut off, never with 5xx, and leaves no stack in the log.
 */
@Tag("full")
class HeadFuzz {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String BODY = "a=b";
    private static final List<String> PATHS =
            List.of("/voice/status", "/voice/incoming", "/nothing", "/observe/health", "/operations/sinks", "*");
    private static final List<String> HEADERS = List.of(
            "Accept",
            "Accept-Charset",
            "Accept-Encoding",
            "Accept-Language",
            "Authorization",
            "Connection",
            "Cookie",
            "Expect",
            "Forwarded",
            "Upgrade");
    private static final List<String> FRAMES = List.of(
            "Content-Length: 3\r\n\r\n" + BODY,
            "Content-Length: 0\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n3\r\n" + BODY + "\r\n0\r\n\r\n",
            "\r\n");
    private static final int PORTS = 3;
    /** What would end a line. */
    private static final Pattern NO_VALUE = Pattern.compile("[\r\n]");

    private static final int LONGEST = 4_000;
    /** Far more than ten a minute of each kind. */
    private static final int MOST_LINES = 500;

    private static Application plain;
    private static Application tls;
    private static Http2Wire wire;
    private static LogLines log;

    @BeforeAll
    static void start(@TempDir Path dir) throws Exception {
        Certificate certificate = Certificate.make(dir);
        plain = Application.with(dir.resolve("plain")).start();
        tls = Application.with(dir.resolve("tls"))
                .set("voice.http.tls.certificate", certificate.chain().toString())
                .set("voice.http.tls.key", certificate.key().toString())
                .start();
        log = LogLines.record();
    }

    @AfterAll
    static void stop() {
        log.close();
        if (wire != null) {
            wire.close();
        }
        tls.close();
        plain.close();
    }

    static Stream<Arguments> heads() {
        return Stream.of(0, 1, 2)
                .flatMap(port -> Stream.of(
                        arguments(port, "POST", 0, "localhost", FORM, 0, "*/*", 0),
                        arguments(port, "GET", 0, "localhost", FORM, 1, "*", 1),
                        arguments(port, "GET", 4, "localhost:9876", "a/b; c=\"d\"", 2, "gzip;q=0.5", 2),
                        arguments(port, "PUT", 3, "[::1]:80", "multipart/form-data; boundary=x", 3, "en-US;q=1", 3),
                        arguments(port, "HEAD", 1, "127.0.0.1", FORM + "; charset=UTF-8", 7, "100-continue", 0),
                        arguments(port, "OPTIONS", 5, "%41", "text/plain", 9, "websocket", 3)));
    }

    @MethodSource("heads")
    @DictionaryEntries({
        "GET",
        "HEAD",
        "CONNECT",
        "DELETE",
        "\"",
        ";",
        "; charset=",
        "; q=",
        ":",
        "[",
        "]",
        "%00",
        "%",
        "@",
        "h2c",
        "Upgrade, HTTP2-Settings",
        "100-continue",
        "multipart/form-data; boundary=",
        "application/x-www-form-urlencoded"
    })
    @FuzzTest
    void anyHead(
            @InRange(min = 0, max = PORTS - 1) int port,
            @NotNull String method,
            @InRange(min = 0, max = 5) int path,
            @NotNull String host,
            @NotNull String type,
            @InRange(min = 0, max = 9) int header,
            @NotNull String value,
            @InRange(min = 0, max = 3) int frame)
            throws Exception {
        // any other connection would be one that a request has caused
        BugDetectors.allowNetworkConnections((target, number) -> isLoopback(target));
        if (method.length() + host.length() + type.length() + value.length() > LONGEST) {
            return;
        }
        if (port == 2) {
            http2(method, PATHS.get(path), host, type, HEADERS.get(header), value, frame);
        } else {
            http1(
                    port == 0 ? plain.port() : plain.managementPort(),
                    line(method + " " + PATHS.get(path) + " HTTP/1.1") + line("Host: " + host)
                            + "Connection: close\r\n" + line("Content-Type: " + type)
                            + line(HEADERS.get(header) + ": " + value) + FRAMES.get(frame));
        }

        assertThat(log.stacks()).isEmpty();
        assertThat(log.lines()).hasSizeLessThan(MOST_LINES);
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("127.0.0.1");
    }

    private static String line(String text) {
        return NO_VALUE.matcher(text).replaceAll("") + "\r\n";
    }

    private static void http1(int port, String request) {
        try (Wire wire = Wire.connect(port)) {
            assertThat(wire.send(request).rest()).doesNotContainPattern("(?m)^HTTP/\\d\\.\\d 5");
        }
    }

    private static void http2(
            String method, String path, String host, String type, String header, String value, int frame)
            throws Exception {
        Http2Headers headers = new DefaultHttp2Headers(false)
                .method(method)
                .path(path)
                .scheme("https")
                .authority(host)
                .add("content-type", type)
                .add(header.toLowerCase(java.util.Locale.ROOT), value);
        if (frame < 2) {
            headers.add("content-length", frame == 0 ? "3" : "0");
        }
        if (wire == null) {
            wire = Http2Wire.connect(tls.port());
        }
        Http2Wire.Exchange exchange = wire.request(headers, frame == 3);
        if (frame < 3) {
            exchange.data(frame == 1 ? "" : BODY, true);
        }
        int status = exchange.reply().status();
        assertThat(status).isLessThan(500);
        if (status == 0) {
            // reset, or cut off with the connection
            wire.close();
            wire = null;
        }
    }
}
