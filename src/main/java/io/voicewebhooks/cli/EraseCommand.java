package io.voicewebhooks.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Forgets a caller, or a call. */
@Command(
        name = "erase",
        description =
                "Remove what the application that runs here keeps of a caller or of a call, and say what went from where.")
final class EraseCommand extends OperatorCommand implements Callable<Integer> {
    @ArgGroup(multiplicity = "1")
    private Whose whose;

    @Option(names = "--twilio", description = "At Twilio too: recordings, transcriptions, calls.")
    private boolean twilio;

    @Option(names = "--reason", paramLabel = "<text>", description = "Why, for the log; needed.")
    private String reason;

    @Option(names = "--dry-run", description = "Only say which calls it is about.")
    private boolean dryRun;

    private static final class Whose {
        @Option(
                names = "--number",
                paramLabel = "<number>",
                description = "All calls of a number, such as +15551230000 or sip:alice@example.com.")
        private String number;

        @Option(names = "--call-sid", paramLabel = "<sid>", description = "A call and its legs.")
        private String callSid;
    }

    EraseCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws InterruptedException {
        boolean[] whole = {true};
        int status = askLong(dryRun ? "GET" : "POST", "erasure", (printer, answer) -> {
            print(printer, answer);
            whole[0] = answer.path("failed").isEmpty();
        });
        return status == 0 && !whole[0] ? 1 : status;
    }

    private static void print(Printer printer, JsonNode answer) {
        printer.line("calls: " + answer.path("calls").size());
        answer.path("calls").forEach(call -> printer.line("  " + call.asText()));
        answer.path("removed").properties().forEach(place -> {
            StringBuilder what = new StringBuilder();
            place.getValue().properties().forEach(kind -> what.append(what.isEmpty() ? "" : ", ")
                    .append(kind.getValue().asLong())
                    .append(' ')
                    .append(kind.getKey()));
            printer.line("removed from " + place.getKey() + ": " + (what.isEmpty() ? "nothing was there" : what));
        });
        answer.path("off").forEach(place -> printer.line("not looked at: " + place.asText() + " is off"));
        answer.path("left")
                .properties()
                .forEach(sink -> printer.line("not here: " + sink.getValue().asLong() + " events were delivered to "
                        + sink.getKey() + "; ask whoever has them"));
        answer.path("failed")
                .properties()
                .forEach(place -> printer.line("FAILED in " + place.getKey() + ", there may be more: "
                        + place.getValue().asText()));
    }
}
