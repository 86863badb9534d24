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

/** Misspelt variables of templates, which a caller would hear as the fallback. */
class TemplateVariablesCheckTest {
    private static final String FLOW = """
            - route:
                id: own
                routeConfigurationId: incoming
                from:
                  uri: platform-http:/voice/own
                  steps:
                    - process: { ref: twilioSignature }
                    - setVariable: { name: greeting, constant: Hello }
                    %s
                    - bean: { ref: twiml, method: reply('own') }
            """;

    @TempDir
    Path dir;

    private RouteFolder routes;

    @BeforeEach
    void copy() throws IOException {
        routes = RouteFolder.copiedTo(dir);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "twiml/voicemail.xml        | {{greeting}}<        | {{greting}}<        | 3 | greting        | greeting",
                "twiml/voicemail.de-DE.xml  | {{recordingCallback}} | {{recordingCalback}} | 6 | "
                        + "recordingCalback | recordingCallback",
                "twiml/closed.xml           | {{notice}}<          | {{notise}}<         | 3 | notise         | notice",
                "twiml/forward.xml          | {{ringSeconds}}      | {{ringSecond}}      | 3 | ringSecond     | ringSeconds",
                "twiml/menu.fr-FR.xml       | {{language}}\"       | {{ langage }}\"    | 3 | langage        | language",
                "email/voicemail.html       | {{caller}}           | {{calller}}         | 6 | calller        | caller",
                "email/notice.txt           | {{kind}}             | {{{knd}}}           | 1 | knd            | kind"
            })
    void aMisspeltVariableIsNamedWithLineAndNearest(
            String template, String text, String other, int line, String name, String nearest) throws IOException {
        routes.replace(template, text, other);

        assertThat(problems())
                .containsExactly(routes.path(template) + ", line " + line + ": {{" + name
                        + "}} is set by no route that uses the template; nearest: " + nearest);
    }

    @Test
    void aVariableOfAnotherRouteIsNotThere() throws IOException {
        routes.replace("twiml/goodbye.xml", "Thank you.", "{{greeting}}");

        assertThat(problems())
                .containsExactly(routes.path("twiml/goodbye.xml")
                        + ", line 4: {{greeting}} is set by no route that uses the template; nearest: action");
    }

    @Test
    void aVariableThatOneOfTwoRoutesSetsNeedsASection() throws IOException {
        routes.replace("twiml/menu.xml", "To leave", "{{again}} To leave");

        assertThat(problems())
                .containsExactly(
                        routes.path("twiml/menu.xml") + ", line 6: {{again}} is not set by the route menu, which"
                                + " uses the template too; expected: a section around it");
    }

    @Test
    void aParameterThatTwilioDoesNotNameIsAWarning() throws IOException {
        routes.replace("twiml/closed.xml", "We are closed", "{{Form}}, we are closed");
        routes.replace("email/notice.txt", "{{kind}}", "{{kind}} {{#CallStats}}{{CallStats}}{{/CallStats}}");

        assertThat(warnings())
                .containsExactly(
                        routes.path("email/notice.txt")
                                + ", line 1: {{CallStats}} is no parameter that Twilio's pages name; nearest: "
                                + "CallStatus",
                        routes.path("twiml/closed.xml")
                                + ", line 4: {{Form}} is no parameter that Twilio's pages name; nearest: From");
    }

    @Test
    void aContextThatNoRouteSetsIsAWarning() throws IOException {
        routes.replace("twiml/forward-announce.xml", "{{context.caller}}", "{{context.calller}}");

        assertThat(warnings())
                .containsExactly(routes.path("twiml/forward-announce.xml")
                        + ", line 5: {{context.calller}} is set by no route; nearest: context.caller");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{greeting}} {{From}} {{SipHeader_X-Order}} {{language}} {{publicUrl}} {{#digits}}{{To}}{{/digits}}",
                "{{#numbers}}{{.}}{{-index}}{{/numbers}} {{#greeting}}{{this}}{{/greeting}} {{! any comment }}",
                "{{#context.mailbox}}{{context.mailbox}}{{/context.mailbox}}{{^CallerName}}{{greeting}}{{/CallerName}}"
            })
    void whatIsThereIsAccepted(String text) throws IOException {
        own("- setVariable: { name: numbers, method: { ref: dialPlan, method: numbers(0) } }", text);

        assertThat(problems()).isEmpty();
        assertThat(warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- script: { expression: { simple: \"${body}\" } }",
                "- toD: \"direct:${variable.greeting}\"",
                "- bean: { beanType: java.lang.System, method: lineSeparator }",
                "- setVariable: { name: customer, simple: \"${header.customer}\" }"
            })
    void whereCodeOfTheUsersMaySetItItIsAWarning(String step) throws IOException {
        own(step, "{{#customer}}{{surname}}{{/customer}}");

        assertThat(problems()).isEmpty();
        assertThat(warnings()).anySatisfy(warning -> assertThat(warning)
                .startsWith(routes.path("twiml/own.xml") + ", line 1: {{")
                .contains("is set by no route that uses the template; nearest: "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- setVariables: { variables: [ { name: surname, constant: Smith } ] }",
                "- setVariable: { name: \"{{my.name:surname}}\", constant: Smith }",
                "- to: { uri: \"direct:names\", variableReceive: surname }",
                "- to: direct:names"
            })
    void itMayBeSetInEveryWay(String step) throws IOException {
        own(step, "{{surname}}");
        routes.write("flow-names.camel.yaml", """
                - route:
                    from:
                      uri: direct:names
                      steps:
                        - setVariable: { name: surname, constant: Smith }
                """);

        assertThat(problems()).isEmpty();
        assertThat(warnings()).isEmpty();
    }

    @Test
    void aTemplateThatNoRouteUsesMayNameWhatItWantsWithAWarning() throws IOException {
        routes.write("twiml/unused.xml", "<Response><Say>{{greting}} {{greeting}}</Say></Response>");

        assertThat(problems()).isEmpty();
        assertThat(warnings())
                .containsExactly(routes.path("twiml/unused.xml")
                        + ", line 1: {{greting}} is set by no route; nearest: greeting");
    }

    private void own(String step, String text) throws IOException {
        routes.write("flow-own.camel.yaml", FLOW.formatted(step))
                .write("twiml/own.xml", "<Response><Say>" + text + "</Say></Response>");
    }

    private List<String> problems() {
        return CheckScenario.with(dir.resolve("data")).everySink().problems(routes);
    }

    private List<String> warnings() {
        return CheckScenario.with(dir.resolve("data")).everySink().warnings(routes);
    }
}
