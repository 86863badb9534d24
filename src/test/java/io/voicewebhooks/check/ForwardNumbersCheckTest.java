package io.voicewebhooks.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.RouteFolder;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A flow that puts callers through needs somebody who answers. */
class ForwardNumbersCheckTest {
    @TempDir
    Path dir;

    private RouteFolder routes;

    @BeforeEach
    void copy() throws IOException {
        routes = RouteFolder.copiedTo(dir);
    }

    private CheckScenario callBack() {
        return CheckScenario.with(dir.resolve("data"))
                .set("voice.sink.call-back.enabled", "true")
                .set("voice.calls.allowed", "+1555*");
    }

    @Test
    void nobodyIsCalledBackToBePutThroughToNobody() {
        assertThat(callBack().problems(routes))
                .containsExactly(
                        routes.path("call-back.camel.yaml") + ", route put-through: it puts every caller through"
                                + " to call.forward.to, which is not set; allowed: numbers such as +15558675310");
        assertThat(callBack().set("call.forward.to", "+15558675320").problems(routes))
                .isEmpty();
    }

    @Test
    void whoAsksFirstOrDialsAnotherNumberNeedsNone() throws IOException {
        assertThat(CheckScenario.with(dir.resolve("data")).problems(routes)).isEmpty();

        routes.edit(
                "flow-forward.camel.yaml",
                flow -> flow.replaceFirst(
                        "method:\\s+ref: dialPlan\\s+method: numbers\\(.*\\)", "constant: \"+15558675320\""));
        assertThat(callBack().problems(routes)).isEmpty();
    }
}
