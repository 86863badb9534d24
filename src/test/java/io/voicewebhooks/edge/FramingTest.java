package io.voicewebhooks.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicewebhooks.support.Wire;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map.Entry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where a request ends: whatever a proxy in front might read otherwise than we is refused, and what comes behind it is not
 * taken for a request. All of it is signed.
 */
@TestInstance(Lifecycle.PER_CLASS)
class FramingTest {
    private static final String NEXT = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n";

    private final List<Entry<String, String>> form = Twilio.status(Twilio.callSid(), "busy");
    private final String body = Twilio.encode(form);
    private Application application;

    @BeforeAll
    void start(@TempDir Path dir) {
        application = Application.with(dir).start();
    }

    @AfterAll
    void stop() {
        application.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"chunked", "Chunked", " \tchunked "})
    void aChunkedRequestIsServedAndTheNextOneToo(String coding) {
        servesTwo(head("Transfer-Encoding:" + coding) + chunked(""));
    }

    @Test
    void anExtensionOfAChunkIsPassedOver() {
        servesTwo(head("Transfer-Encoding: chunked") + chunked(";a=b;c=\"d\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xchunked",
                "identity",
                "gzip",
                "chunked;x",
                "chunked, identity",
                "identity, chunked",
                "gzip, chunked",
                "chunked, chunked",
                "chunked\r\nTransfer-Encoding: identity",
                "identity\r\nTransfer-Encoding: chunked",
                "chunked\r\nTransfer-Encoding: chunked",
                ""
            })
    void anyOtherCodingIsRefused(String coding) {
        refusesForGood(head("Transfer-Encoding: " + coding) + chunked(""));
        refusesForGood(head("Transfer-Encoding: " + coding, "Content-Length: " + body.length()) + body);
    }

    /** The length of the chunks, of the first one, of the body without them, and none. */
    @Test
    void aLengthBesideACodingIsRefused() {
        for (int length : List.of(chunked("").length(), 4, body.length(), 0)) {
            String says = "Content-Length: " + length;
            refusesForGood(head("Transfer-Encoding: chunked", says) + chunked(""));
            refusesForGood(head(says, "Transfer-Encoding: chunked") + chunked(""));
        }
    }

    @Test
    void aCodingInHttp10IsRefused() {
        refusesForGood(head("Transfer-Encoding: chunked").replace("HTTP/1.1", "HTTP/1.0") + chunked(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+%d", "0x%x", "%d, 0", "%d\r\nContent-Length: 0", "-1", "%d %d"})
    void aLengthThatCanBeReadInTwoWaysIsRefused(String length) {
        refusesForGood(head("Content-Length: " + length.formatted(body.length(), body.length())) + body);
    }

    /** In quotes (CVE-2026-33870), or alone. */
    @ParameterizedTest
    @ValueSource(strings = {";a=\"\r\n", ";a=\"\r\n\"", ";a\n", ";a\r", ";a\rb"})
    void atALineEndWithinAnExtensionTheConnectionIsClosed(String extension) {
        closesAt(head("Transfer-Encoding: chunked") + chunked(extension));
    }

    /** One that is the right one modulo 2^32 (CVE-2026-42580) and others. */
    @ParameterizedTest
    @ValueSource(strings = {"1%08x", "0x%x", "-%x", "+%x"})
    void atASizeOfAChunkThatIsNoneTheConnectionIsClosed(String size) {
        closesAt(head("Transfer-Encoding: chunked")
                + size.formatted(body.length())
                + chunked("").replaceFirst("^[0-9a-f]+", ""));
    }

    @Test
    void theManagementPortRefusesThemToo() {
        refusesForGood(
                application.managementPort(),
                "GET /observe/health/live HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n");
    }

    private void servesTwo(String request) {
        try (Wire wire = Wire.connect(application.port())) {
            wire.send(request + NEXT);
            assertThat(wire.reply().status()).isEqualTo(204);
            assertThat(wire.reply().status()).isEqualTo(404);
        }
    }

    private void closesAt(String request) {
        try (Wire wire = Wire.connect(application.port())) {
            wire.send(request + NEXT);
            assertThatThrownBy(wire::reply).isInstanceOf(UncheckedIOException.class);
        }
    }

    private void refusesForGood(String request) {
        refusesForGood(application.port(), request);
    }

    private static void refusesForGood(int port, String request) {
        try (Wire wire = Wire.connect(port)) {
            Wire.Reply reply = wire.send(request + NEXT).reply();
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.headers()).containsEntry("connection", "close");
            assertThat(reply.body()).isEqualTo("the request could not be read");
            assertThatThrownBy(wire::reply).isInstanceOf(UncheckedIOException.class);
        }
    }

    private String head(String... headers) {
        return "POST /voice/status HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                + "X-Twilio-Signature: " + application.twilio().sign("/voice/status", form) + "\r\n"
                + String.join("\r\n", headers) + "\r\n\r\n";
    }

    private String chunked(String extension) {
        return Integer.toHexString(body.length()) + extension + "\r\n" + body + "\r\n0\r\n\r\n";
    }
}
