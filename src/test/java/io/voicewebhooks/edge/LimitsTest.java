package io.voicewebhooks.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.signature.FormFields;
import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.support.Wire;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each limit of the listener at its edge: what is just within is served, one more is refused. HTTP/1.1. */
@TestInstance(Lifecycle.PER_CLASS)
class LimitsTest {
    private static final int BODY = 64 << 10;

    private Application application;
    private Twilio twilio;

    @BeforeAll
    void start(@TempDir Path dir) {
        application = Application.with(dir).start();
        twilio = application.twilio();
    }

    @AfterAll
    void stop() {
        application.close();
    }

    @Test
    void aBodyOf64KiBIsServedAndOneByteMoreIsNot() {
        assertThat(twilio.post("/voice/status", filled(BODY)).statusCode()).isEqualTo(204);
        refused(twilio.post("/voice/status", filled(BODY + 1)), 413);
    }

    @Test
    void aBodyThatDoesNotSayHowLongItIsIsLimitedToo() {
        assertThat(chunked(BODY).status()).isEqualTo(204);
        refused(chunked(BODY + 1), 413);
    }

    @Test
    void afterABodyThatWasTooLargeTheConnectionGoesOn() {
        try (Wire wire = Wire.connect(application.port())) {
            String body = "x".repeat(BODY + 1);
            refused(
                    wire.send(Wire.post("/voice/status", body.length()) + "\r\n" + body)
                            .reply(),
                    413);
            assertThat(wire.send(signed(Twilio.status(Twilio.callSid(), "busy")))
                            .reply()
                            .status())
                    .isEqualTo(204);
        }
    }

    /** AddOns, for example: JSON, which takes three times as much where it is escaped. */
    @Test
    void aFieldMayFillTheBody() {
        assertThat(twilio.post("/voice/status", withField("\"".repeat(BODY / 3 - 500)))
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void aFormOf256FieldsIsServedAndOneMoreIsNot() {
        assertThat(twilio.post("/voice/status", fields(FormFields.MOST)).statusCode())
                .isEqualTo(204);
        refused(twilio.post("/voice/status", fields(FormFields.MOST + 1)), 400);
    }

    @Test
    void aRequestLineOf8KiBIsServedAndOneByteMoreIsNot() {
        assertThat(withRequestLine(EdgeLimits.REQUEST_LINE).status()).isEqualTo(204);
        refusedForGood(withRequestLine(EdgeLimits.REQUEST_LINE + 1), 414);
    }

    @Test
    void headersOf16KiBAreServedAndOneByteMoreIsNot() {
        assertThat(withHeaders(EdgeLimits.HEADERS).status()).isEqualTo(204);
        refusedForGood(withHeaders(EdgeLimits.HEADERS + 1), 431);
    }

    @Test
    void whatIsNoHttpIsRefused() {
        refusedForGood(Wire.ask(application.port(), "GARBAGE\r\n\r\n"), 400);
    }

    /** The last field, the first, the only one. */
    @ParameterizedTest
    @ValueSource(strings = {"a=b&c=%zz", "a=%zz&c=d", "a=%zz", "a=b&c=%4"})
    void aFormWithAMalformedEscapeIsRefusedBeforeAnySignatureIsLookedAt(String form) {
        assertThat(post(form.replaceAll("%.*?(?=&|$)", "%41")).status()).isEqualTo(403);
        refused(post(form), 400);
    }

    @Test
    void aFormThatCameInPiecesAndIsMalformedIsRefused() {
        try (Wire wire = Wire.connect(application.port())) {
            wire.send(Wire.post("/voice/status", 9) + "\r\n").send("a=%z");
            refused(wire.send("z&c=d").reply(), 400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/form-data; boundary=x", "Multipart/Mixed; boundary=x", "application/json"})
    void aBodyThatIsNoFormIsRefusedAndNoFileIsMade(String type) {
        String body = "--x\r\nContent-Disposition: form-data; name=f; filename=g\r\n\r\nh\r\n--x--\r\n";
        refused(
                Wire.ask(
                        application.port(),
                        "POST /voice/status HTTP/1.1\r\nHost: a\r\nContent-Type: " + type + "\r\nContent-Length: "
                                + body.length() + "\r\n\r\n" + body),
                415);
        assertThat(Path.of("file-uploads")).doesNotExist();
    }

    /** The target, the Host header, the first line. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /voice/%zz HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /voice/status HTTP/1.1\r\n\r\n",
                "voice\r\n\r\n",
                "GET /voice/status HTTP/1.1\r\nHost : a\r\n\r\n"
            })
    void whatCannotBeReadIsRefused(String request) {
        refused(Wire.ask(application.port(), request), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT"})
    void whereNoRouteIsThereIsNothing(String method) {
        refused(Wire.ask(application.port(), method + " /nothing HTTP/1.1\r\nHost: a\r\n\r\n"), 404);
        String unknown = method + " /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n";
        assertThat(Wire.ask(application.managementPort(), unknown).status()).isEqualTo(404);
    }

    @Test
    void theAnswerToAHeadRequestHasNoBody() {
        assertThat(Wire.ask(application.port(), "HEAD /nothing HTTP/1.1\r\nHost: a\r\n\r\n")
                        .body())
                .isEmpty();
    }

    @Test
    void theManagementPortHasLimitsToo() {
        String action = "/operations/sinks/http/resume";
        assertThat(manage(action, 64 << 10).status()).isEqualTo(403);
        refused(manage(action, (64 << 10) + 1), 413);
        String health = "GET /observe/health/live?";
        String rest = " HTTP/1.1\r\nHost: a\r\n\r\n";
        assertThat(Wire.ask(application.managementPort(), health + "x".repeat(8000) + rest)
                        .status())
                .isEqualTo(200);
        refused(Wire.ask(application.managementPort(), health + "x".repeat(8200) + rest), 414);
    }

    /** Whatever a stranger sends, also half of it, is no line in the log. */
    @Test
    void whatAStrangerBreaksOffIsNotLogged() {
        try (LogLines log = LogLines.record()) {
            try (Wire wire = Wire.connect(application.port())) {
                wire.send(Wire.post("/voice/status", 100) + "\r\na=b");
            }
            try (Wire wire = Wire.connect(application.port())) {
                wire.send("GET /voice/status HT");
            }
            post("a=%zz");
            Wire.ask(application.port(), "GET /voice/%zz HTTP/1.1\r\nHost: a\r\n\r\n");
            Wire.ask(application.port(), "voice\r\n\r\n");

            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void anotherLimitOfTheBodyCanBeConfigured(@TempDir Path dir) {
        try (Application small =
                Application.with(dir).set("voice.http.max-body-size", "2KiB").start()) {
            assertThat(small.twilio().post("/voice/status", filled(2048)).statusCode())
                    .isEqualTo(204);
            refused(small.twilio().post("/voice/status", filled(2049)), 413);
        }
    }

    private static void refused(HttpResponse<String> reply, int status) {
        assertThat(reply.statusCode()).isEqualTo(status);
        assertThat(reply.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
        assertThat(reply.body()).matches("[a-z][^\\n<>]{5,100}");
    }

    private static void refused(Wire.Reply reply, int status) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.headers()).containsEntry("content-type", "text/plain; charset=utf-8");
        assertThat(reply.headers()).doesNotContainKeys("server", "x-powered-by");
        assertThat(reply.body()).matches("[a-z][^\\n<>]{5,100}");
    }

    /** A proxy that is not told so sends its next request over the connection that is closed. */
    private static void refusedForGood(Wire.Reply reply, int status) {
        refused(reply, status);
        assertThat(reply.headers()).containsEntry("connection", "close");
    }

    private Wire.Reply post(String form) {
        return Wire.ask(application.port(), Wire.post("/voice/status", form.length()) + "\r\n" + form);
    }

    private Wire.Reply manage(String target, int length) {
        return Wire.ask(
                application.managementPort(),
                "POST " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\n\r\n"
                        + "x".repeat(length));
    }

    private Wire.Reply chunked(int length) {
        List<Entry<String, String>> form = filled(length);
        return Wire.ask(
                application.port(),
                "POST /voice/status HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nX-Twilio-Signature: "
                        + twilio.sign("/voice/status", form)
                        + "\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n"
                        + Integer.toHexString(length) + "\r\n" + Twilio.encode(form) + "\r\n0\r\n\r\n");
    }

    private String signed(List<Entry<String, String>> form) {
        String body = Twilio.encode(form);
        return Wire.post("/voice/status", body.length()) + "X-Twilio-Signature: " + twilio.sign("/voice/status", form)
                + "\r\n\r\n" + body;
    }

    private Wire.Reply withRequestLine(int length) {
        String target = "/voice/status?" + Twilio.encode(Twilio.status(Twilio.callSid(), "busy")) + "&filler=";
        String filler = "y".repeat(length - "GET  HTTP/1.1".length() - target.length());
        return Wire.ask(
                application.port(),
                "GET " + target + filler + " HTTP/1.1\r\nHost: a\r\nX-Twilio-Signature: "
                        + twilio.sign(target + filler, List.of()) + "\r\n\r\n");
    }

    /** So many bytes of headers, the ends of their lines not counted. */
    private Wire.Reply withHeaders(int length) {
        String target = "/voice/status?" + Twilio.encode(Twilio.status(Twilio.callSid(), "busy"));
        List<String> lines = List.of("Host: a", "X-Twilio-Signature: " + twilio.sign(target, List.of()), "X-Filler: ");
        String filler = "y".repeat(length - String.join("", lines).length());
        return Wire.ask(
                application.port(),
                "GET " + target + " HTTP/1.1\r\n" + String.join("\r\n", lines) + filler + "\r\n\r\n");
    }

    private static List<Entry<String, String>> withField(String value) {
        return Twilio.with(Twilio.status(Twilio.callSid(), "busy"), "Filler", value);
    }

    private static List<Entry<String, String>> fields(int count) {
        List<Entry<String, String>> form = new ArrayList<>(Twilio.status(Twilio.callSid(), "busy"));
        while (form.size() < count) {
            form.add(Map.entry("Filler" + form.size(), "y"));
        }
        return form;
    }

    /** A form whose body has so many bytes. */
    static List<Entry<String, String>> filled(int length) {
        List<Entry<String, String>> form = new ArrayList<>(Twilio.status(Twilio.callSid(), "busy"));
        while (true) {
            int missing = length - Twilio.encode(form).length() - "&fillerNN=".length();
            form.add(Map.entry("filler" + (10 + form.size()), "y".repeat(Math.min(missing, 10_000))));
            if (missing <= 10_000) {
                return form;
            }
        }
    }
}
