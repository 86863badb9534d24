package io.voicewebhooks.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What could not be delivered for good. */
@Command(name = "dead-letters", description = "Events that could not be delivered, of the application that runs here.")
final class DeadLettersCommand extends OperatorCommand {
    DeadLettersCommand(Terminal terminal) {
        super(terminal);
    }

    @Command(description = "List them.")
    int list(@Mixin EventFilter filter, @Mixin PageOptions page) throws InterruptedException {
        String[] columns = {"id", "sink", "type", "callSid", "attempts", "lastFailure", "lastError"};
        return table("dead-letters", "deadLetters", columns);
    }

    @Command(description = "Show one, with its event.")
    int show(@Parameters(paramLabel = "<id>", description = "As the list has it.") String id)
            throws InterruptedException {
        return get("dead-letters/" + encode(id));
    }

    @Command(description = "Deliver one again, or all that a filter matches.")
    int redrive(
            @Parameters(arity = "0..1", paramLabel = "<id>", description = "As the list has it.") String id,
            @Mixin EventFilter filter,
            @Option(names = "--all", description = "Really all.") boolean all)
            throws InterruptedException {
        return post(path(id) + "redrive");
    }

    @Command(description = "Remove one, or all that a filter matches.")
    int drop(
            @Parameters(arity = "0..1", paramLabel = "<id>", description = "As the list has it.") String id,
            @Mixin EventFilter filter,
            @Option(names = "--all", description = "Really all.") boolean all,
            @Option(names = "--reason", paramLabel = "<text>", description = "Why, for the log; needed.") String reason)
            throws InterruptedException {
        return post(path(id) + "drop");
    }

    private static String path(String id) {
        return "dead-letters/" + (id == null ? "" : encode(id) + "/");
    }
}
