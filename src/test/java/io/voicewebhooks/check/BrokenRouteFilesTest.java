package io.voicewebhooks.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.RouteFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Copies of {@code routes/}, each with one fault that the untouched copy does not have. */
class BrokenRouteFilesTest {
    private static final String SIGNATURE = "        - process:\n            ref: twilioSignature\n";

    @TempDir
    Path dir;

    private RouteFolder routes;

    @BeforeEach
    void copy() throws IOException {
        routes = RouteFolder.copiedTo(dir);
    }

    @Test
    void anUntouchedCopyIsAccepted() {
        assertThat(check()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "      steps:         |      stepps:         | line 7: \"stepps\" is not known here; nearest: steps",
                "    from:            |    form:             | line 5: \"form\" is not known here; nearest: from",
                "method: status       | metod: status        | line 12: \"metod\" is not known here; nearest: method",
                "- bean:              | - baen:              | line 10: \"baen\" is not known here; nearest: bean",
                "- bean:              | - fetchTheMoon:      | line 10: \"fetchTheMoon\" is not known here",
                "uri: direct:journal  | uri: [a]             | line 14: Node type array is invalid, expected key-value",
                "id: call-status      | id: [call-status     | line 3: expected ',' or ']', but got : (while "
                        + "parsing a flow sequence that begins in line 2)"
            })
    void aFileThatIsNoRouteIsOneLineWithWhatWasExpected(String text, String other, String message) throws IOException {
        routes.replace("call-status.camel.yaml", text, other);

        assertThat(check()).isEqualTo(routes.path("call-status.camel.yaml") + ", " + message);
    }

    @Test
    void aClassThatIsNotThereIsNamedWithWhoeverWantsIt() throws IOException {
        String beans = "- beans:\n    - name: db\n      type: com.mysql.cj.jdbc.MysqlDataSource\n";
        routes.write("sink-own.camel.yaml", beans);
        assertThat(check())
                .isEqualTo(routes.path("sink-own.camel.yaml")
                        + ", line 3: there is no class com.mysql.cj.jdbc.MysqlDataSource");

        routes.delete("sink-own.camel.yaml")
                .replace("call-status.camel.yaml", "ref: voiceEvent", "beanType: com.mysql.cj.jdbc.MysqlDataSource");
        assertThat(check())
                .isEqualTo(routes.path("call-status.camel.yaml")
                        + ", route call-status: there is no class com.mysql.cj.jdbc.MysqlDataSource");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "call-status   | call-status   | voice/status           | voice/status?httpMethodRestict=POST | "
                        + "Unknown parameters=[{httpMethodRestict=POST}]",
                "sink-s3       | sink-s3       | operation: headObject  | operatoin: headObject   | "
                        + "Unknown parameters=[{operatoin=headObject}]",
                "sink-file     | sink-file     | concurrentConsumers: 4 | concurentConsumers: 4   | "
                        + "Unknown parameters=[{concurentConsumers=4}]",
                "call-status   | call-status   | direct:accepted        | dirct:accepted          | "
                        + "No endpoint could be found for: dirct://accepted",
                "call-status   | call-status   | ref: voiceEvent        | ref: voiceEvnt          | "
                        + "No bean could be found in the registry for: voiceEvnt",
                "call-status   | call-status   | method: status         | method: sttus           | "
                        + "Method with name: sttus not found",
                "incoming-call | incoming-call | {{call.forward.to}}   | {{call.forwrd.to}}      | "
                        + "Property with key [call.forwrd.to] not found",
                "event-router  | event-router  | 'recording.archived'   | 'recording.archived     | "
                        + "&& ${variable.event.data[RecordingSource]} == 'RecordVerb'\" is no expression: expected symbol",
                "event-router  | event-router  | queue:voice.sink.s3    | queue:voice.sink.s4     | "
                        + "sends to the queue voice.sink.s4, which no route reads",
                "event-router  | event-router  | queue:voice.sink.email | queue:voice.sink.emial  | "
                        + "sends to the queue voice.sink.emial, which no route reads",
                "sink-http     | event-router  | value: http            | value: web              | "
                        + "sends to the queue voice.sink.http, which no route reads"
            })
    void aFaultIsNamedWithItsFileAndRoute(String file, String route, String text, String other, String message)
            throws IOException {
        routes.replace(file + ".camel.yaml", text, other);

        assertThat(check())
                .startsWith(routes.path(route + ".camel.yaml") + ", route " + route + ": ")
                .contains(message);
    }

    @Test
    void aSwitchThatIsNotSetIsNamed() throws IOException {
        routes.replace("sink-s3.camel.yaml", "{{voice.sink.s3.enabled}}", "{{s3.on}}");

        assertThat(check()).contains("Property with key [s3.on] not found");
    }

    @Test
    void aFileThatIsNoTextIsNamed() throws IOException {
        routes.write("flow-own.camel.yaml", "PK\u0003\u0004\u0000");

        assertThat(check())
                .isEqualTo(
                        routes.path("flow-own.camel.yaml") + ": no text in UTF-8: special characters are not allowed");
    }

    @Test
    void aFileInAnotherEncodingIsNamed() throws IOException {
        Files.writeString(dir.resolve("routes/flow-own.camel.yaml"), "# Grüße\n", StandardCharsets.ISO_8859_1);

        assertThat(check()).isEqualTo(routes.path("flow-own.camel.yaml") + ": no text in UTF-8");
    }

    @Test
    void anIdThatIsThereTwiceIsNamedWithAFile() throws IOException {
        routes.replace("call-status.camel.yaml", "id: call-status", "id: journal");

        assertThat(check())
                .contains("Duplicate route ids detected: journal.")
                .containsAnyOf(
                        " One of them is in " + routes.path("call-status.camel.yaml"),
                        " One of them is in " + routes.path("journal.camel.yaml"));
    }

    @Test
    void aMisspeltKeyOfCamelIsNamedWithoutTheObjectThatHasNone() {
        assertThat(String.join(
                        "\n",
                        CheckScenario.with(dir.resolve("data"))
                                .set("camel.main.nme", "voice")
                                .problems()))
                .contains("camel.main.nme=voice")
                .doesNotContain("@");
    }

    @Test
    void aRouteBelowVoiceWithoutItsSignatureStepIsRefused() throws IOException {
        routes.replace("call-status.camel.yaml", SIGNATURE, "");

        assertThat(check())
                .isEqualTo(routes.path("call-status.camel.yaml") + ", route call-status: listens below /voice/ and does"
                        + " not begin with the step \"process: twilioSignature\"");
    }

    @Test
    void aFileThatIsNotLoadedForItsNameIsAWarning() throws IOException {
        routes.write("sink-own.yaml", "x").write("flow-own.camel.yml", "x").write("notes.txt", "x");

        assertThat(warnings())
                .containsExactly(
                        routes.path("flow-own.camel.yml") + " is not loaded; expected: a name that ends in .camel.yaml",
                        routes.path("sink-own.yaml") + " is not loaded; expected: a name that ends in .camel.yaml");
    }

    @Test
    void nobodyWhoAnswersCallsIsAWarning() throws IOException {
        routes.delete("incoming-call.camel.yaml");

        assertThat(warnings()).containsExactly("no route listens on /voice/incoming");
    }

    @Test
    void noRouteFileIsRefused(@TempDir Path empty) throws IOException {
        RouteFolder none = RouteFolder.copiedTo(empty);
        for (String file : none.files()) {
            none.delete(file);
        }

        assertThat(CheckScenario.with(dir.resolve("data")).problems(none))
                .containsExactly(none.path("*.camel.yaml")
                        + ": there is no such file, so no call would be answered; expected: route files");
    }

    private List<String> warnings() {
        return CheckScenario.with(dir.resolve("data")).everySink().warnings(routes);
    }

    private String check() {
        return String.join(
                "\n", CheckScenario.with(dir.resolve("data")).everySink().problems(routes));
    }
}
