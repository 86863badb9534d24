package io.voicewebhooks.dev;

import io.voicewebhooks.app.ApplicationCheck;
import io.voicewebhooks.app.VoiceApplication;
import io.voicewebhooks.check.RouteProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/** The application, which is checked and started as often as its files change, each time from the beginning. */
final class DevApplication {
    private final Path data;
    private final Map<String, String> overrides;
    private final Consumer<Main> parts;
    private volatile Main running;
    private List<Problem> warnings = List.of();

    /**
     * @param data      its data directory
     * @param overrides keys that hold whatever anything else says
     * @param parts     binds what outlives a start
     */
    DevApplication(Path data, Map<String, String> overrides, Consumer<Main> parts) {
        this.data = data;
        this.overrides = overrides;
        this.parts = parts;
    }

    /** What keeps these files from being started. */
    List<Problem> problems(UserFiles files) throws IOException {
        List<String> tokens = RealTokens.in(files.properties(), System.getProperties(), System.getenv());
        if (!tokens.isEmpty()) {
            return Problem.all(String.join("\n", tokens), files);
        }
        ApplicationCheck check = new ApplicationCheck();
        prepare(check.application(), files);
        List<String> problems = check.problems();
        warnings = problems.isEmpty() ? Problem.all(String.join("\n", check.warnings()), files) : List.of();
        return Problem.all(String.join("\n", problems), files);
    }

    /** What is doubtful in the files that were checked last, if nothing is wrong with them. */
    List<Problem> warnings() {
        return warnings;
    }

    /**
     * Starts them.
     *
     * @throws IllegalStateException with what keeps it from starting; nothing runs then
     */
    void start(UserFiles files) {
        Main main = VoiceApplication.create();
        // that of Main would hold each application until the process ends
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        try {
            prepare(main, files);
            VoiceApplication.tryPorts(main);
            parts.accept(main);
            main.start();
            running = main;
        } catch (Exception e) {
            String why = RouteProblem.describe(e, main.getCamelContext());
            main.stop();
            throw new IllegalStateException(why, e);
        }
    }

    private void prepare(Main main, UserFiles files) throws IOException {
        overrides.forEach(main::addOverrideProperty);
        FilesInMemory.use(files, data.resolve(UserFiles.PROPERTIES), main);
    }

    boolean isRunning() {
        return running != null;
    }

    void stop() {
        if (running != null) {
            running.stop();
            running = null;
        }
    }
}
