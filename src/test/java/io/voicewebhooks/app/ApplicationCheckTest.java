package io.voicewebhooks.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.check.CheckScenario;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A check in a process that goes on, as {@code dev} does after each save. */
class ApplicationCheckTest {
    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"mon-fri 09:00-17:00", "never"})
    void leavesNothingBehind(String hours) throws Exception {
        // what there is once in a process
        problems(hours);
        ThreadGroup group = new ThreadGroup("check");
        List<String> problems = new ArrayList<>();
        Thread check = new Thread(group, () -> problems.addAll(problems(hours)));

        check.start();
        check.join();

        assertThat(problems.isEmpty()).isEqualTo(!hours.equals("never"));
        await().until(() -> group.activeCount() == 0);
    }

    private List<String> problems(String hours) {
        return CheckScenario.with(dir)
                .set("voice.sink.calls.enabled", "true")
                .set("call.hours", hours)
                .problems(new ApplicationCheck());
    }
}
