package io.voicewebhooks.signature;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.camel.Processor;
import org.apache.camel.builder.LambdaRouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rest services, in YAML and in Java. Camel puts the direct route of one in its place where inlining is on (the default). */
class UnsignedRestTest {
    private static final String YAML = """
            - restConfiguration:
                component: platform-http
                inlineRoutes: %s
            - rest:
                path: %s
                post:
                  - path: /own
                    to: direct:own
            - route:
                from:
                  uri: direct:own
                  steps:
                    - %s
                    - log: x
            """;
    private static final String STEP = "process: { ref: twilioSignature }";
    private static final String OTHER = "log: early";

    @Test
    void aServiceInYamlNeedsTheStep() {
        refused(YAML.formatted("true", "/voice", OTHER));
        accepted(YAML.formatted("true", "/voice", STEP));
        accepted(YAML.formatted("true", "/api", OTHER));
    }

    @Test
    void aServiceThatCallsAnotherRouteFirstIsRefused() {
        refused(YAML.formatted("false", "/voice", STEP));
        accepted(YAML.formatted("false", "/api", STEP));
    }

    @Test
    void theContextPathOfAllServicesCounts() {
        String below = YAML.replace("component: platform-http", "component: platform-http\n    contextPath: /voice");

        refused(below.formatted("true", "/api", OTHER));
        accepted(below.formatted("true", "/api", STEP));
        accepted(below.replace("contextPath: /voice", "contextPath: /public").formatted("true", "/voice", OTHER));
    }

    @ParameterizedTest
    @CsvSource({"/voice, early, false", "/voice, twilioSignature, true", "/api, early, true"})
    void aServiceInJavaNeedsTheStep(String path, String first, boolean accepted) {
        LambdaRouteBuilder service = rb -> {
            rb.bindToRegistry("early", (Processor) exchange -> {});
            rb.restConfiguration().component("platform-http").inlineRoutes(true);
            rb.rest(path).get("/own").to("direct:own");
            rb.from("direct:own").process(first).to("log:x");
        };

        if (accepted) {
            assertThatCode(() -> RouteScenario.java(service)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> RouteScenario.java(service)).hasRootCauseInstanceOf(UnsignedRouteException.class);
        }
    }

    private static void refused(String yaml) {
        assertThatThrownBy(() -> RouteScenario.yaml(yaml)).hasRootCauseInstanceOf(UnsignedRouteException.class);
    }

    private static void accepted(String yaml) {
        assertThatCode(() -> RouteScenario.yaml(yaml)).doesNotThrowAnyException();
    }
}
