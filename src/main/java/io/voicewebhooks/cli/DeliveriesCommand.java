package io.voicewebhooks.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a sink has not got yet. */
@Command(name = "deliveries", description = "Events that a sink has not got yet, of the application that runs here.")
final class DeliveriesCommand extends OperatorCommand {
    DeliveriesCommand(Terminal terminal) {
        super(terminal);
    }

    @Command(description = "List them, and why each one waits.")
    int list(@Mixin EventFilter filter, @Mixin PageOptions page) throws InterruptedException {
        String[] columns = {"sink", "state", "eventId", "type", "callSid", "attempts", "nextTry", "reason"};
        return table("deliveries", "deliveries", columns);
    }

    @Command(name = "retry-now", description = "End the wait of those that wait for another try.")
    int retryNow(
            @Option(names = "--sink", paramLabel = "<name>", description = "Those of a sink.") String sink,
            @Option(names = "--all", description = "Those of every sink.") boolean all)
            throws InterruptedException {
        return post("deliveries/retry-now");
    }

    @Command(description = "Remove what waits for a sink (--sink, needed) that is off or gone.")
    int drop(
            @Mixin EventFilter filter,
            @Option(names = "--reason", paramLabel = "<text>", description = "Why, for the log; needed.") String reason)
            throws InterruptedException {
        return post("deliveries/drop");
    }
}
