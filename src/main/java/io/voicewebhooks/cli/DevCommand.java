package io.voicewebhooks.cli;

import io.voicewebhooks.dev.DevProcess;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The application on this machine alone, for whoever edits its files. */
@Command(
        name = "dev",
        description = "Try the routes with a telephone in the browser: no Twilio, and what is saved is taken at once.")
final class DevCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--demo", description = "Make a call first, and show what comes of it.")
    private boolean demo;

    DevCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return DevProcess.run(demo, terminal.out(), terminal.err());
    }
}
