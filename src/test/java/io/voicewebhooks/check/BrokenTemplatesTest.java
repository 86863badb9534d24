package io.voicewebhooks.check;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.RouteFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies of {@code routes/} with a fault in a template, or with one that is missing. */
class BrokenTemplatesTest {
    @TempDir
    Path dir;

    private RouteFolder routes;

    @BeforeEach
    void copy() throws IOException {
        routes = RouteFolder.copiedTo(dir);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<Response><Say>{{anything}} {{context.from}}</Say></Response>",
                "<Response>{{#open}}<Hangup/>{{/open}}{{^open}}<Reject/>{{/open}}</Response>",
                "<Response/>"
            })
    void aTemplateMayUseAnyVariableAndSection(String template) throws IOException {
        routes.write("twiml/own.xml", template);

        assertThat(check()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<Response><Say>{{x}}</Response>         | , line 1: The element type \"Say\" must be terminated",
                "<Response>{{#x}}<Say>{{/x}}</Response>  | , line 1: The element type \"Say\" must be terminated",
                "<Response>{{^x}}<Say>{{/x}}</Response>  | , line 1: The element type \"Say\" must be terminated",
                "<response/>                             | , line 1: the root element is <response>; expected: <Response>",
                "<!DOCTYPE Response><Response/>          | , line 1: DOCTYPE is disallowed",
                "<Response>{{#x}}</Response>             | : Section missing close tag 'x' @ line 1",
                "<Response>{{x</Response>                | , line 1: a tag {{ is not closed; expected: }}"
            })
    void aBrokenTwimlTemplateIsNamed(String template, String problem) throws IOException {
        routes.write("twiml/own.xml", template);

        assertThat(check()).singleElement().asString().startsWith(routes.path("twiml/own.xml") + problem);
    }

    @Test
    void aTemplateThatDialsWhatACallerSentIsRefused() throws IOException {
        Map<String, String> dials = Map.ofEntries(
                entry("<Dial><Number>{{Digits}}</Number></Dial>", "<Number> holds {{Digits}}"),
                entry("<Dial><Number>+1{{FromZip}}</Number></Dial>", "<Number> holds {{FromZip}}"),
                entry("<Dial>{{To}}</Dial>", "<Dial> holds {{To}}"),
                entry("<Dial><Sip>sip:{{SpeechResult}}@a.b</Sip></Dial>", "<Sip> holds {{SpeechResult}}"),
                entry("<Dial><Client>{{CallerName}}</Client></Dial>", "<Client> holds {{CallerName}}"),
                entry("<Dial><Client><Identity>{{Caller}}</Identity></Client></Dial>", "<Identity> holds {{Caller}}"),
                entry("<Dial><Number>{{SipHeader_X-Next}}</Number></Dial>", "<Number> holds {{SipHeader_X-Next}}"),
                entry("<Dial><Number>{{context.from}}</Number></Dial>", "<Number> holds {{context.from}}"),
                entry("<Dial>{{#Called}}<Number>{{.}}</Number>{{/Called}}</Dial>", "<Number> holds {{Called}}"),
                entry("<Dial>{{#open}}<Number>{{From}}</Number>{{/open}}</Dial>", "<Number> holds {{From}}"),
                entry("<Redirect>{{SipUsername}}</Redirect>", "<Redirect> holds {{SipUsername}}"));
        int file = 0;
        for (String verbs : dials.keySet()) {
            routes.write("twiml/own" + file++ + ".xml", "<Response>" + verbs + "</Response>");
        }

        List<String> problems = check();
        assertThat(dials.values()).allSatisfy(dial -> assertThat(problems)
                .anyMatch(problem -> problem.startsWith(routes.path("twiml/own"))
                        && problem.contains(
                                ".xml, line 1: " + dial + ", which the caller may have chosen; expected: ")));
    }

    @Test
    void aTemplateMayDialWhatTheRouteSetsAndSayWhatACallerSent() throws IOException {
        routes.write(
                "twiml/own.xml",
                "<Response><Say>{{SpeechResult}}</Say><Dial callerId=\"{{To}}\" action=\"{{publicUrl}}/voice/x\">"
                        + "<Number>{{extension}}</Number></Dial></Response>");

        assertThat(check()).isEmpty();
    }

    @Test
    void aBrokenMailTemplateIsNamed() throws IOException {
        routes.write("email/notice.txt", "{{kind}}\n{{#open}}");

        assertThat(check())
                .containsExactly(routes.path("email/notice.txt") + ": Section missing close tag 'open' @ line 2");
    }

    @Test
    void everyBrokenTemplateIsNamedAtOnce() throws IOException {
        routes.write("email/notice.txt", "{{#open}}").write("twiml/own.xml", "<a/>");

        assertThat(check()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<Response><Say>{{greeting}}</Say></Response>",
                "<Response><Say>{{From}}</Say></Response>",
                "<Response>{{^From}}<Say>{{greeting}}</Say>{{/From}}</Response>"
            })
    void aFallbackThatCouldFailIsRefused(String template) throws IOException {
        routes.write("twiml/fallback.xml", template);

        assertThat(check())
                .singleElement()
                .asString()
                .startsWith(routes.path("twiml/fallback.xml") + ": No method or field with name ")
                .endsWith("; expected in the fallback: only variables that are always there, others in a section");
    }

    @Test
    void aFallbackMayUseWhatIsAlwaysThereAndSections() throws IOException {
        routes.write(
                "twiml/fallback.xml",
                "<Response>{{#From}}<Say language='{{language}}'>{{From}}</Say>{{/From}}"
                        + "<Redirect>{{#action}}voicemail{{/action}}</Redirect></Response>");

        assertThat(check()).isEmpty();
    }

    @Test
    void aFurtherStepHasAFixedName() throws IOException {
        routes.write("twiml/own.xml", "<Response><Redirect>{{#action}}{{Digits}}{{/action}}</Redirect></Response>");

        assertThat(check())
                .containsExactly(
                        routes.path("twiml/own.xml") + ", line 1: {{#action}} holds \"{{Digits}}\"; expected: the"
                                + " end of the path of a route below /voice/");
    }

    @ParameterizedTest
    @CsvSource({
        "twiml/reject.xml, incoming-call.camel.yaml, incoming-call",
        "twiml/goodbye.xml, flow-voicemail.camel.yaml, voicemail-end",
        "email/voicemail.html, sink-email.camel.yaml, sink-email",
        "email/notice.txt, sink-email.camel.yaml, sink-email"
    })
    void aTemplateThatARouteNamesMustExist(String template, String file, String route) throws IOException {
        routes.delete(template);

        assertThat(check())
                .containsExactly(routes.path(file) + ", route " + route + ": the template " + routes.path(template)
                        + " does not exist");
    }

    private List<String> check() {
        return CheckScenario.with(dir.resolve("data")).everySink().problems(routes);
    }
}
