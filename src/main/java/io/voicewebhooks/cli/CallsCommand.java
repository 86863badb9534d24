package io.voicewebhooks.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What became of calls. */
@Command(name = "calls", description = "Calls and what became of them, of the application that runs here.")
final class CallsCommand extends OperatorCommand {
    private static final String SEVERAL = "several are separated by commas.";

    CallsCommand(Terminal terminal) {
        super(terminal);
    }

    @Command(description = "List them, the newest first.")
    int list(
            @Option(
                            names = "--number",
                            paramLabel = "<number>",
                            description = "Caller or called, whole or the last digits; " + SEVERAL)
                    String number,
            @Option(names = "--status", paramLabel = "<status>", description = "Twilio's CallStatus; " + SEVERAL)
                    String status,
            @Option(names = "--flow", paramLabel = "<flow>", description = "What answered; " + SEVERAL) String flow,
            @Option(names = "--call-sid", paramLabel = "<sid>", description = "That call, or the one of that leg.")
                    String callSid,
            @Option(names = "--voicemail", description = "Those with a message.") boolean voicemail,
            @Option(names = "--undelivered", description = "Those with an event that a sink has not got.")
                    boolean undelivered,
            @Mixin Times times,
            @Option(names = "--limit", paramLabel = "<number>", description = "At most so many; 50 if nothing is said.")
                    String limit,
            @Option(names = "--cursor", paramLabel = "<cursor>", description = "The page that begins there.")
                    String cursor,
            @Option(names = "--csv", description = "All of them as CSV.") boolean csv)
            throws InterruptedException {
        return csv
                ? text("calls?format=csv")
                : table(
                        "calls",
                        "calls",
                        "started",
                        "from",
                        "to",
                        "outcome",
                        "duration",
                        "flow",
                        "undelivered",
                        "callSid");
    }

    @Command(description = "Show one from its first request to its last delivery.")
    int show(@Parameters(paramLabel = "<CallSid>", description = "As the list has it.") String callSid)
            throws InterruptedException {
        return ask("GET", "calls/" + encode(callSid), (printer, call) -> new Timeline(printer, call).print());
    }
}
