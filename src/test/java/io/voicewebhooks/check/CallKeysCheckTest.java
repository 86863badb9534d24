package io.voicewebhooks.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.config.CallKey;
import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.support.RouteFolder;
import io.voicewebhooks.testkit.Application;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key below {@code call.} that no route uses is probably misspelt. */
class CallKeysCheckTest {
    @TempDir
    Path dir;

    @Test
    void aMisspeltKeyIsAWarningWithTheNearestThatIsUsed() throws IOException {
        Application.Builder configured = Application.with(dir.resolve("data"))
                .set("call.forward.too", "+15550001111")
                .set("call.voicemail.greting", "Hello.");

        assertThat(warnings(configured))
                .containsExactly(
                        "WARN call.forward.too is used by no route; nearest: call.forward.to",
                        "WARN call.voicemail.greting is used by no route; nearest: call.voicemail.greeting");
    }

    @Test
    void aKeyOfTheUsersOwnRouteIsUsed() throws IOException {
        RouteFolder routes = RouteFolder.copiedTo(dir).write("flow-own.camel.yaml", """
                - route:
                    from:
                      uri: direct:own
                      steps:
                        - setVariable: { name: extension, constant: "{{call.own:}}" }
                """);
        Application.Builder configured = Application.with(dir.resolve("data"))
                .routes(routes.pattern())
                .set(routes.settings())
                .set("call.own", "7");

        assertThat(warnings(configured)).isEmpty();
    }

    @Test
    void aKeyOfTheShippedFlowsThatIsLeftOutOfThemIsNoMisspelling() throws IOException {
        RouteFolder routes = RouteFolder.copiedTo(dir)
                .replace("flow-voicemail.camel.yaml", "\"{{call.voicemail.greeting}}\"", "Hello");
        Application.Builder configured = Application.with(dir.resolve("data"))
                .routes(routes.pattern())
                .set(routes.settings())
                .set("call.voicemail.greeting", "Good morning");

        assertThat(warnings(configured)).containsExactly("WARN call.voicemail.greeting is used by no route");
    }

    @Test
    void everyKeyOfTheShippedFlowsIsUsed() {
        Application.Builder configured = Application.with(dir.resolve("data"));
        for (CallKey key : CallKey.values()) {
            configured.set(key.key(), key.defaultValue());
        }

        assertThat(warnings(configured)).isEmpty();
    }

    private static List<String> warnings(Application.Builder configured) {
        try (LogLines log = LogLines.record()) {
            configured.start().close();
            return log.lines().stream()
                    .filter(line -> line.startsWith("WARN call."))
                    .toList();
        }
    }
}
