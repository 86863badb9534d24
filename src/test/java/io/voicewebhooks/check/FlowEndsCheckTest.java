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

/** Call flows that end without a reply to the caller, and conditions on which nothing depends. */
class FlowEndsCheckTest {
    private static final String EXPECTED =
            " without a reply to the caller%s; expected: the bean twiml with reply('...'), or a step that leads to it";
    private static final String REPLY = "bean: { ref: twiml, method: reply('hangup') }";
    private static final String WHEN = "simple: \"${body[Digits]} == '1'\", steps: [ { %s } ]";

    private static final String FLOW = """
            - route:
                id: own
                routeConfigurationId: incoming
                from:
                  uri: platform-http:/voice/own
                  steps:
                    - process: { ref: twilioSignature }
                    - %s
            """;

    private static final String NAMES = """
            - route:
                id: names
                from:
                  uri: direct:names
                  steps:
                    - setVariable: { name: greeting, constant: Hello }
            """;

    @TempDir
    Path dir;

    private RouteFolder routes;

    @BeforeEach
    void copy() throws IOException {
        routes = RouteFolder.copiedTo(dir);
    }

    @ParameterizedTest
    @CsvSource({
        "false, voicemail, ''",
        "true, voicemail, ''",
        "true, names, 'ends without a reply to the caller'",
        "false, nowhere, 'sends to direct:nowhere, which no route reads'"
    })
    void aFlowThatIsMadeFromATemplateIsFollowedWithItsParameters(String silent, String next, String problem)
            throws IOException {
        routes.write("twiml/own.xml", "<Response><Say>{{salutation}}</Say></Response>")
                .write("flow-own.camel.yaml", NAMES + """
                        - routeTemplate:
                            id: line
                            parameters: [ { name: path }, { name: variable }, { name: silent }, { name: next } ]
                            route:
                              routeConfigurationId: incoming
                              from:
                                uri: platform-http:/voice/{{path}}
                                steps:
                                  - process: { ref: twilioSignature }
                                  - setVariable: { name: "{{variable}}", constant: Hello }
                                  - bean: { ref: twiml, method: reply('own'), disabled: "{{silent}}" }
                                  - to: direct:{{next}}
                        - templatedRoute:
                            routeId: sales
                            routeTemplateRef: line
                            parameters:
                              - { name: path, value: sales }
                              - { name: variable, value: salutation }
                              - { name: silent, value: "%s" }
                              - { name: next, value: "%s" }
                        """.formatted(silent, next));

        assertThat(problems()).hasSize(problem.isEmpty() ? 0 : 1).allMatch(line -> line.contains(problem));
    }

    /** Of the three lines of an example one has lost its "#". */
    @Test
    void aWhenWithoutStepsIsNamed() throws IOException {
        routes.replace(
                "incoming-call.camel.yaml",
                "#- simple: \"${body[To]} == '+15558675311'\"",
                "- simple: \"${body[To]} == '+15558675311'\"");

        assertThat(problems())
                .containsExactly(routes.path("incoming-call.camel.yaml") + ", route incoming-call: the when"
                        + " \"${body[To]} == '+15558675311'\" has no steps; expected: steps");
    }

    @Test
    void anOtherwiseWithoutStepsIsNamed() throws IOException {
        routes.replace(
                "flow-menu.camel.yaml",
                "            otherwise:\n              steps:\n                - to: direct:voicemail",
                "            otherwise: {}");

        assertThat(problems())
                .containsExactly(routes.path("flow-menu.camel.yaml")
                        + ", route operator: the otherwise has no steps; expected: steps");
    }

    /** It may be meant to set something; who goes there has to go on. */
    @Test
    void whoGoesToARouteThatDoesNotReplyIsNamed() throws IOException {
        routes.replace("incoming-call.camel.yaml", "- to: direct:closed", "- to: direct:names")
                .write("flow-names.camel.yaml", NAMES);

        assertThat(problems())
                .containsExactly(routes.path("incoming-call.camel.yaml") + ", route incoming-call: ends"
                        + EXPECTED.formatted(" where ${bean:closure?method=closed} holds"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "flow-menu     | menu-choice    | bean:\\n                      ref: twiml\\n                   "
                        + "   method: reply('menu-hours') | setVariable: { name: again, constant: x } | ` where "
                        + "${body[Digits]} == '2' || ${body[SpeechResult]} regex '(?iu).*(hours|öffnungszeiten|"
                        + "horario|horaires).*' holds`",
                "flow-forward  | forward-result | to: direct:voicemail | setHeader: { name: a, constant: b } | "
                        + "` where no condition of its choice holds`",
                "flow-menu     | operator       | to: direct:forward   | stop: {} | "
                        + "` where '{{call.forward.to}}' != '' && ${bean:businessHours?method=open} holds`"
            })
    void anEndWithoutAReplyIsNamedWithItsCondition(String file, String route, String text, String other, String where)
            throws IOException {
        routes.replace(file + ".camel.yaml", text.replace("\\n", "\n"), other);

        assertThat(problems())
                .containsExactly(
                        routes.path(file + ".camel.yaml") + ", route " + route + ": ends" + EXPECTED.formatted(where));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "log: { message: hello }",
                "to: direct:names",
                "setVariables: { variables: [ { name: a, constant: b } ] }",
                "choice: { when: [ { simple: \"${body[Digits]} == '1'\", steps: [ { log: { message: x } } ] } ] }",
                "wireTap: { uri: direct:names }",
                "doTry: { steps: [ { to: direct:names } ], doCatch: [ { exception: [ java.lang.Exception ], "
                        + "steps: [ { log: { message: x } } ] } ] }"
            })
    void aFlowThatNeverRepliesIsOneLine(String step) throws IOException {
        flow(step);

        assertThat(problems()).containsExactly(place() + "ends" + EXPECTED.formatted(""));
    }

    @Test
    void aBranchThatIsForgottenMayBeImpossibleAndIsAWarning() throws IOException {
        flow("choice: { when: [ { " + WHEN.formatted(REPLY) + " } ] }");

        assertThat(warnings())
                .containsExactly(place() + "may end" + EXPECTED.formatted(" where no condition of its choice holds"));

        flow("filter: { " + WHEN.formatted(REPLY) + " }");

        assertThat(warnings()).containsExactly(place() + "may end" + EXPECTED.formatted(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "setBody: { constant: \"<Response/>\" }",
                "bean: { beanType: java.lang.System, method: lineSeparator }",
                "to: https://example.com/twiml",
                "toD: \"direct:${body[Digits]}\"",
                "transform: { simple: \"<Response/>\" }",
                "throwException: { message: x, exceptionType: java.lang.IllegalStateException }",
                "to: direct:menu",
                "choice: { when: [ { " + "simple: \"${body[Digits]} == '1'\", steps: [ { to: direct:voicemail } ]"
                        + " } ], otherwise: { steps: [ { to: direct:menu } ] } }",
                "loop: { constant: \"2\", steps: [ { setBody: { constant: x } } ] }"
            })
    void whateverMayReplyIsAccepted(String step) throws IOException {
        flow(step);

        assertThat(problems()).isEmpty();
        assertThat(warnings()).isEmpty();
    }

    @Test
    void aFlowMayGoInCirclesAndComeBack() throws IOException {
        flow("to: direct:names\n        - to: direct:names\n        - " + REPLY);

        assertThat(problems()).isEmpty();
        assertThat(warnings()).isEmpty();
    }

    private String place() {
        return routes.path("flow-own.camel.yaml") + ", route own: ";
    }

    private void flow(String step) throws IOException {
        routes.write("flow-own.camel.yaml", FLOW.formatted(step)).write("flow-names.camel.yaml", NAMES);
    }

    private List<String> problems() {
        return CheckScenario.with(dir.resolve("data")).everySink().problems(routes);
    }

    private List<String> warnings() {
        return CheckScenario.with(dir.resolve("data")).everySink().warnings(routes);
    }
}
