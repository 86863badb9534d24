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
import org.junit.jupiter.params.provider.ValueSource;

/** A flow of a user's own that dials: whose number it may be. */
class DialledNumbersCheckTest {
    private static final String FLOW = """
            - route:
                id: own
                routeConfigurationId: incoming
                from:
                  uri: direct:own
                  steps:
                    - choice:
                        when:
                          - simple: "${body[Digits]} == '1'"
                            steps:
                              - setVariable:
                                  name: target
                                  %s
                    - bean:
                        ref: twiml
                        method: reply('own')
            """;

    @TempDir
    Path dir;

    private RouteFolder routes;

    @BeforeEach
    void copy() throws IOException {
        routes = RouteFolder.copiedTo(dir)
                .write("twiml/own.xml", "<Response><Dial><Number>{{target}}</Number></Dial></Response>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "simple: \"${body[Digits]}\"",
                "simple: \"+1555${body[Digits]}\"",
                "simple: \"${body[context.caller]}\"",
                "method: { ref: closure, method: \"text(${body[To]})\" }"
            })
    void aNumberThatIsMadeOfTheRequestIsRefused(String expression) throws IOException {
        assertThat(check(expression))
                .containsExactly(routes.path("flow-own.camel.yaml") + ", route own: the variable target is dialled and"
                        + " comes from the caller; expected: a number of the configuration, or"
                        + " ${bean:dialPlan?method=allowed(...)}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "constant: \"+15558675310\"",
                "constant: \"{{sales.number:+15558675310}}\"",
                "simple: \"${bean:dialPlan?method=allowed(${body[Digits]})}\"",
                "method: { ref: dialPlan, method: \"allowed(${body[Digits]})\" }"
            })
    void aNumberOfTheConfigurationOrOfTheListIsAccepted(String expression) throws IOException {
        assertThat(check(expression)).isEmpty();
    }

    @Test
    void whatIsNotDialledMayBeWhatTheCallerSent() throws IOException {
        routes.write("twiml/own.xml", "<Response><Say>{{target}}</Say></Response>");

        assertThat(check("simple: \"${body[Digits]}\"")).isEmpty();
    }

    private List<String> check(String expression) throws IOException {
        routes.write("flow-own.camel.yaml", FLOW.formatted(expression));
        return CheckScenario.with(dir.resolve("data")).problems(routes);
    }
}
