package io.voicewebhooks.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.app.ApplicationCheck;
import io.voicewebhooks.check.CheckScenario;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The project's routes, as they are drawn. */
abstract class DiagramScenario {
    @TempDir
    Path dir;

    private RouteMap map;

    /** With every sink. */
    final RouteMap everything() throws Exception {
        return map(CheckScenario.with(dir)
                .everySink()
                .set("voice.recording.delete-after-archive", "true")
                .set("twilio.numbers", "*")
                .set("voice.calls.allowed", "+1555*")
                .set("voice.reconcile.enabled", "true"));
    }

    final RouteMap map(CheckScenario scenario) throws Exception {
        ApplicationCheck check = new ApplicationCheck(context -> map = RouteMap.of(context));
        assertThat(scenario.problems(check)).isEmpty();
        return map;
    }

    static Picture draw(RouteMap map) throws Exception {
        return Picture.of(RouteDiagram.svg(map, Counts.NONE));
    }
}
