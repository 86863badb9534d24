package io.voicewebhooks.signature;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes in YAML: each that is refused differs in one thing from one that is accepted. */
class UnsignedYamlRoutesTest {
    private static final String SIGNED = """
            - route:
                id: own
                from:
                  uri: %s
                  steps:
                    - process:
                        ref: twilioSignature
                    - log: signed
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "platform-http:/voice/own",
                "platform-http:voice/own",
                "platform-http://voice/own",
                "platform-http:/voice",
                "platform-http:/voice/*",
                "platform-http:/vo*",
                "platform-http:/?matchOnUriPrefix=true",
                "platform-http:/vo?matchOnUriPrefix=true",
                "platform-http:/{any}/own",
                "platform-http:/vo{rest}/own",
                "platform-http:/:any/own",
                "platform-http:proxy",
                "platform-http:proxyStats",
                "rest:get:/voice:/own",
                "rest:post:voice/own"
            })
    void whatAnswersBelowVoiceNeedsTheStep(String uri) {
        refused(unsigned(uri));
        accepted(SIGNED.formatted(uri));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "platform-http:/ping",
                "platform-http:/voices/own",
                "platform-http:/voicemail?matchOnUriPrefix=true",
                "platform-http:/api/{any}",
                "platform-http:/?matchOnUriPrefix=false",
                "rest:get:/api:/voice",
                "direct:voice"
            })
    void whatAnswersElsewhereNeedsNone(String uri) {
        accepted(unsigned(uri));
    }

    @Test
    void aStepThatIsSwitchedOffDoesNotCount() {
        String off = SIGNED.formatted("platform-http:/voice/own")
                .replace("ref: twilioSignature", "ref: twilioSignature\n            disabled: \"{{off:true}}\"");

        refused(off);
        accepted(off.replace("off:true", "off:false"));
    }

    @Test
    void theStepMustBeTheFirst() {
        refused("""
                - route:
                    from:
                      uri: platform-http:/voice/own
                      steps:
                        - log: early
                        - process:
                            ref: twilioSignature
                """);
    }

    @Test
    void aStepInsideAnotherDoesNotCount() {
        refused("""
                - route:
                    from:
                      uri: platform-http:/voice/own
                      steps:
                        - filter:
                            simple: "${header.signed}"
                            steps:
                              - process:
                                  ref: twilioSignature
                """);
    }

    @Test
    void anInterceptRunsInFrontAndIsRefused() {
        String intercepted = """
                - routeConfiguration:
                    interceptFrom:
                      - interceptFrom:
                          uri: %s
                          steps:
                            - setBody:
                                constant: hello
                            - stop: {}
                """;
        String route = SIGNED.formatted("platform-http:/voice/own");

        refused(intercepted.formatted("platform-http:*") + route);
        accepted(intercepted.formatted("direct:*") + route);
    }

    @Test
    void anErrorPolicyIsNoStep() {
        accepted("""
                - routeConfiguration:
                    onException:
                      - onException:
                          exception:
                            - java.lang.Exception
                          steps:
                            - log: failed
                """ + SIGNED.formatted("platform-http:/voice/own"));
    }

    @Test
    void anotherBeanOfThatNameDoesNotCount() {
        refused("""
                - beans:
                    - name: twilioSignature
                      type: org.apache.camel.support.processor.DelegateProcessor
                """ + SIGNED.formatted("platform-http:/voice/own"));
    }

    @Test
    void aRouteFromATemplateIsNoException() {
        String template = """
                - routeTemplate:
                    id: hook
                    parameters:
                      - name: path
                    route:
                      from:
                        uri: platform-http:{{path}}
                        steps:
                          - log: x
                - templatedRoute:
                    routeTemplateRef: hook
                    parameters:
                      - name: path
                        value: %s
                """;

        refused(template.formatted("/voice/own"));
        accepted(template.formatted("/ping"));
        accepted(template.formatted("/voice/own")
                .replace("- log: x", "- process:\n                ref: twilioSignature"));
    }

    private static String unsigned(String uri) {
        return SIGNED.formatted(uri).replaceFirst("- process:\\s+ref: twilioSignature\\s+", "");
    }

    private static void refused(String yaml) {
        assertThatThrownBy(() -> RouteScenario.yaml(yaml)).hasRootCauseInstanceOf(UnsignedRouteException.class);
    }

    private static void accepted(String yaml) {
        assertThatCode(() -> RouteScenario.yaml(yaml)).doesNotThrowAnyException();
    }
}
