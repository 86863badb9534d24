package io.voicewebhooks.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where events go. */
@Command(name = "sinks", description = "Where events go, of the application that runs here.")
final class SinksCommand extends OperatorCommand {
    SinksCommand(Terminal terminal) {
        super(terminal);
    }

    @Command(description = "List them, and how many events wait for each.")
    int list() throws InterruptedException {
        return table("sinks", "sinks", "name", "state", "waiting", "retries", "reason");
    }

    @Command(description = "Keep the events of a sink until it is resumed.")
    int pause(
            @Parameters(paramLabel = "<name>", description = "As the list has it.") String name,
            @Option(names = "--reason", paramLabel = "<text>", description = "Why, for the log; needed.") String reason)
            throws InterruptedException {
        return post("sinks/" + encode(name) + "/pause");
    }

    @Command(description = "Deliver to a sink again.")
    int resume(@Parameters(paramLabel = "<name>", description = "As the list has it.") String name)
            throws InterruptedException {
        return post("sinks/" + encode(name) + "/resume");
    }
}
