package io.voicewebhooks.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.RouteFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the steps of {@code routes/} lead: a route reads what another one sends, and sends what another one reads. */
class RouteLinksTest {
    @TempDir
    Path dir;

    private RouteFolder routes;

    @BeforeEach
    void copy() throws IOException {
        routes = RouteFolder.copiedTo(dir);
    }

    @Test
    void whatSendsToASinkThatIsOffIsLeftOut() throws IOException {
        routes.write("sink-own.camel.yaml", """
                        - templatedRoute:
                            routeId: sink-own
                            routeTemplateRef: http-endpoint
                            parameters:
                              - { name: name, value: own }
                              - { name: url, value: "https://example.com/own" }
                              - { name: secret, value: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" }
                              - { name: enabled, value: "{{own.enabled}}" }
                        """)
                .edit("event-router.camel.yaml", router -> router + "        - to: jms:queue:voice.sink.own\n");

        for (String enabled : List.of("true", "false")) {
            assertThat(CheckScenario.with(dir.resolve("data"))
                            .noSink()
                            .set("own.enabled", enabled)
                            .problems(routes))
                    .isEmpty();
        }
    }

    @Test
    void aSinkWithoutARouteIsNotOff() throws IOException {
        routes.delete("sink-file.camel.yaml");

        assertThat(check())
                .isEqualTo(routes.path("event-router.camel.yaml")
                        + ", route event-router: sends to the queue voice.sink.file, which no route reads");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "call-status     | call-status     | - to:\\n            uri: direct:accepted | "
                        + "- to: direct:acepted       | direct:acepted; direct:accepted",
                "flow-menu       | menu-step       | to: direct:menu       | "
                        + "to: direct:menue                          | direct:menue; direct:menu",
                "flow-menu       | menu-choice     | to: direct:voicemail  | "
                        + "to: direct:voicemial?timeout=1            | direct:voicemial; direct:voicemail",
                "flow-forward    | forward-result  | to: direct:voicemail  | "
                        + "toD: 'direct:voicemial'                   | direct:voicemial; direct:voicemail",
                "call-status     | call-status     | uri: direct:journal   | "
                        + "uri: 'direct:{{my.journal:jurnal}}'       | direct:jurnal; direct:journal",
                "flow-forward    | forward         | - setVariable:        | "
                        + "- wireTap: { uri: 'direct:rings' }\\n        - setVariable: | direct:rings; direct:ring",
                "incoming-call   | incoming-call   | - to: direct:closed   | "
                        + "- multicast: { steps: [ { to: 'direct:close' } ] } | direct:close; direct:closed",
                "sink-s3         | sink-s3         | uri: direct:journal   | "
                        + "uri: direct:journl                        | direct:journl; direct:journal"
            })
    void aStepThatGoesNowhereIsNamedWithTheNearestRoute(
            String file, String route, String text, String other, String names) throws IOException {
        routes.replace(file + ".camel.yaml", text.replace("\\n", "\n"), other.replace("\\n", "\n"));

        assertThat(check())
                .isEqualTo(routes.path(file + ".camel.yaml") + ", route " + route + ": sends to "
                        + names.replace("; ", ", which no route reads; nearest: "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "toD: 'direct:${variable.flow}'",
                "wireTap: { uri: 'direct:mailbox-${variable.flow}' }",
                "to: 'direct:later?failIfNoConsumers=false'",
                "to: { uri: 'direct:nowhere', disabled: true }"
            })
    void aStepMayGoWhereAnExpressionLeadsOrNowhereOnPurpose(String step) throws IOException {
        routes.replace("flow-menu.camel.yaml", "- to: direct:menu\n", "- " + step + "\n        - to: direct:menu\n");

        assertThat(check()).isEmpty();
    }

    @Test
    void aSinkToWhichNoRouteSendsIsAWarning() throws IOException {
        routes.replace("event-router.camel.yaml", "id: to-file", "id: to-file\n            disabled: true")
                .write("sink-own.camel.yaml", """
                        - templatedRoute:
                            routeId: sink-own
                            routeTemplateRef: http-endpoint
                            parameters:
                              - { name: name, value: own }
                              - { name: url, value: "https://example.com/own" }
                              - { name: secret, value: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" }
                        """);

        assertThat(warnings())
                .containsExactly(
                        routes.path("sink-file.camel.yaml")
                                + ", route sink-file: reads the queue voice.sink.file, to which no route sends",
                        "route sink-own: reads the queue voice.sink.own, to which no route sends");

        routes.replace("event-router.camel.yaml", "        - to:\n            id: to-file", """
                        - toD:
                            uri: jms:queue:voice.sink.${header.mine}
                        - to:
                            id: to-file""".indent(8)
                .stripTrailing());
        assertThat(warnings()).isEmpty();
    }

    private List<String> warnings() {
        return CheckScenario.with(dir.resolve("data")).everySink().warnings(routes);
    }

    private String check() {
        return String.join(
                "\n", CheckScenario.with(dir.resolve("data")).everySink().problems(routes));
    }
}
