package io.voicewebhooks.dev;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.Visitor;
import io.voicewebhooks.testkit.Twilio;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is saved is heard at once; what is wrong is said with its place, and what ran before goes on until it is mended. */
@TestInstance(Lifecycle.PER_CLASS)
class SavesTest {
    private static final String HELLO = "<Response>\n  <Say>Hello</Say>\n</Response>\n";

    private DevFolder folder;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        folder = DevFolder.start(dir);
    }

    @AfterAll
    void stop() {
        folder.close();
    }

    @Test
    void aTemplateThatIsWrittenInPlace() throws Exception {
        folder.routes().replace("twiml/voicemail.xml", "<Response>", "<Response><Say>Kindly speak.</Say>");

        folder.takes("routes/twiml/voicemail.xml");
        assertThat(folder.greeting()).contains("Kindly speak.");
    }

    @Test
    void aRouteFileThatIsNewThenAnotherThenDeleted() throws Exception {
        assertThat(folder.twilio()
                        .post("/voice/hello", Twilio.call(Twilio.callSid()))
                        .statusCode())
                .isEqualTo(404);
        folder.save("routes/twiml/hello.xml", HELLO);
        folder.takes("routes/twiml/hello.xml");

        folder.save("routes/flow-hello.camel.yaml", flow("hello"));
        folder.takes("routes/flow-hello.camel.yaml");
        assertThat(folder.twilio()
                        .post("/voice/hello", Twilio.call(Twilio.callSid()))
                        .body())
                .contains("Hello");

        folder.save("routes/flow-hello.camel.yaml", flow("goodbye"));
        folder.takes("routes/flow-hello.camel.yaml");
        assertThat(folder.twilio()
                        .post("/voice/hello", Twilio.call(Twilio.callSid()))
                        .body())
                .contains("Thank you. Goodbye.");

        folder.routes().delete("flow-hello.camel.yaml").delete("twiml/hello.xml");
        folder.takes("routes/flow-hello.camel.yaml, routes/twiml/hello.xml");
        assertThat(folder.twilio()
                        .post("/voice/hello", Twilio.call(Twilio.callSid()))
                        .statusCode())
                .isEqualTo(404);
    }

    private static String flow(String template) {
        return """
                - route:
                    id: hello
                    routeConfigurationId: incoming
                    from:
                      uri: platform-http:/voice/hello
                      steps:
                        - process: { ref: twilioSignature }
                        - bean: { ref: twiml, method: reply(%s) }
                """.formatted(template);
    }

    @Test
    void aTemplateOfAMail() throws Exception {
        folder.routes().edit("email/notice.txt", text -> text + "Sent by a test.\n");

        folder.takes("routes/email/notice.txt");
    }

    @Test
    void aKey() throws Exception {
        folder.save("application.properties", "call.hours =\ncall.voicemail.greeting = Grüß Gott\n");

        folder.takes("application.properties");
        assertThat(folder.greeting()).contains("Grüß Gott");
    }

    @Test
    void aRouteFileThatIsNoYaml() throws Exception {
        String before = folder.greeting();
        Path file = Path.of(folder.routes().path("call-status.camel.yaml"));
        String whole = Files.readString(file);
        Files.writeString(file, whole.replaceFirst("\n", "\n  bad: [\n"));

        assertThat(folder.says("not taken"))
                .containsPattern(
                        "not taken; what ran before goes on:\n  routes/call-status.camel.yaml:\\d+: expected ");
        assertThat(folder.greeting()).isEqualTo(before);

        Files.writeString(file, whole);
        folder.says("mended: ");
    }

    /** What its reader says names no file. */
    @ParameterizedTest
    @ValueSource(strings = {"- route:", "[[["})
    void aRouteFileThatIsHalfWritten(String text) throws Exception {
        folder.save("routes/flow-half.camel.yaml", text.startsWith("[") ? text.repeat(50_000) : text);

        assertThat(folder.says("not taken")).contains("  routes/flow-half.camel.yaml: ");
        folder.routes().delete("flow-half.camel.yaml");
        folder.says("mended: ");
    }

    @Test
    void anEscapeThatIsNone() throws Exception {
        Path file = folder.data().resolveSibling("application.properties");
        String whole = Files.readString(file);
        folder.save("application.properties", whole + "call.voicemail.greeting = \\u00zz\n");

        assertThat(folder.says("not taken")).contains("  application.properties: an escape is no character");
        folder.save("application.properties", whole);
        folder.says("mended: ");
    }

    /** As on a disk that is full. */
    @Test
    void whatCannotBeCheckedIsNoEnd() throws Exception {
        Path copy = folder.data().resolve("application.properties");
        Files.delete(copy);
        Files.createDirectory(copy);
        folder.routes().edit("twiml/menu.xml", text -> text + "<!-- not kept -->\n");

        assertThat(folder.says("not taken")).contains("cannot be checked: ");
        Files.delete(copy);
        folder.routes().edit("twiml/menu.xml", text -> text + "<!-- kept -->\n");
        folder.takes("routes/twiml/menu.xml");
    }

    @Test
    void aDirectThatLeadsNowhere() throws Exception {
        Path file = Path.of(folder.routes().path("call-status.camel.yaml"));
        String whole = Files.readString(file);
        int line = whole.substring(0, whole.indexOf("direct:journal")).split("\n", -1).length;
        folder.save("routes/call-status.camel.yaml", whole.replace("direct:journal", "direct:jurnal"));

        assertThat(folder.says("not taken"))
                .contains("  routes/call-status.camel.yaml:" + line
                        + ": route call-status: sends to direct:jurnal, which no route reads; nearest: direct:journal");
        assertThat(folder.twilio()
                        .post("/voice/status", Twilio.status(Twilio.callSid(), "busy"))
                        .statusCode())
                .isEqualTo(204);

        // mended by another change
        folder.save("routes/call-status.camel.yaml", whole + "# mended\n");
        folder.takes("routes/call-status.camel.yaml");
        assertThat(folder.twilio()
                        .post("/voice/status", Twilio.status(Twilio.callSid(), "busy"))
                        .statusCode())
                .isEqualTo(204);
    }

    /** Who follows the link of the terminal is in, and stays in over restarts. */
    @Test
    void theConsoleNamesItUntilItIsMended() throws Exception {
        Visitor visitor = Visitor.at(folder.dev().consoleUrl());
        HttpResponse<String> entered =
                visitor.get("/login?token=" + folder.dev().token());
        assertThat(entered.statusCode()).isEqualTo(303);
        assertThat(visitor.get("/calls").body()).doesNotContain("hangup.xml:2");
        Path file = Path.of(folder.routes().path("twiml/hangup.xml"));
        String whole = Files.readString(file);
        folder.save("routes/twiml/hangup.xml", "<Response>\n<Hangup>{{</Hangup></Response>");
        folder.says("not taken");

        assertThat(visitor.get("/calls").body()).contains("routes/twiml/hangup.xml:2: ");

        folder.save("routes/twiml/hangup.xml", whole + "<!-- mended -->\n");
        folder.takes("routes/twiml/hangup.xml");
        HttpResponse<String> page = visitor.get("/calls");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("hangup.xml:2");
    }

    @Test
    void aTemplateWithAFault() throws Exception {
        Path file = Path.of(folder.routes().path("twiml/goodbye.xml"));
        String whole = Files.readString(file);
        folder.save("routes/twiml/goodbye.xml", "<Response>\n<Say>{{greting}}</Say></Response>");

        assertThat(folder.says("not taken")).contains("  routes/twiml/goodbye.xml:2: {{greting}} is set by no route");

        folder.save("routes/twiml/goodbye.xml", whole);
        folder.says("mended: ");
    }

    @Test
    void aKeyThatIsNone() throws Exception {
        Path file = folder.data().resolveSibling("application.properties");
        String whole = Files.readString(file);
        folder.save("application.properties", "# sinks\nvoice.sink.s3.buket = voice\n" + whole);

        assertThat(folder.says("not taken"))
                .contains("  application.properties:2: voice.sink.s3.buket is no key of this application");

        folder.save("application.properties", whole);
        folder.says("mended: ");
    }

    @Test
    void aRealToken() throws Exception {
        Path file = folder.data().resolveSibling("application.properties");
        String whole = Files.readString(file);
        folder.save("application.properties", whole + "twilio.auth-token = " + Twilio.TOKEN + "\n");

        assertThat(folder.says("not taken"))
                .containsPattern(
                        "  application.properties:\\d+: twilio.auth-token is set in application.properties; dev has ")
                .doesNotContain(Twilio.TOKEN);

        folder.save("application.properties", whole);
        folder.says("mended: ");
    }

    @Test
    void aSaveThatChangesNothing() throws Exception {
        Path file = Path.of(folder.routes().path("twiml/menu.xml"));
        Files.writeString(file, Files.readString(file));
        Files.writeString(Path.of(folder.routes().path("twiml/.menu.xml.swp")), "of an editor");

        // the next save is the first of which anything is said
        folder.routes().edit("twiml/menu.xml", text -> text + "<!-- the end -->\n");
        folder.takes("routes/twiml/menu.xml");
    }
}
