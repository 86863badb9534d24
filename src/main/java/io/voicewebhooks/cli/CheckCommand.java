package io.voicewebhooks.cli;

import io.voicewebhooks.app.ApplicationCheck;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Looks at everything that the start would look at. */
@Command(
        name = "check",
        description =
                "Validate properties, routes and templates without opening a port or a journal; exit status 0 or 1.")
final class CheckCommand implements Callable<Integer> {
    private final Terminal terminal;

    CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        ApplicationCheck check = new ApplicationCheck();
        List<String> problems = check.problems();
        if (!problems.isEmpty()) {
            problems.forEach(terminal.err()::println);
            return 1;
        }
        check.warnings().forEach(warning -> terminal.out().println("warning: " + warning));
        check.notes().forEach(note -> terminal.out().println("note: " + note));
        terminal.out().println(check.summary());
        return 0;
    }
}
