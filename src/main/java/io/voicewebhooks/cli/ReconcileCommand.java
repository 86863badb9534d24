package io.voicewebhooks.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** What Twilio knows of calls and the call log does not. */
@Command(
        name = "reconcile",
        description =
                "Compare the calls and recordings that Twilio has with the call log of the application that runs here.")
final class ReconcileCommand extends OperatorCommand implements Callable<Integer> {
    private static final List<String> ACCOUNTS =
            List.of("accountSid", "since", "until", "calls", "recordings", "others", "missing", "problem");
    private static final List<String> LOST = List.of("time", "type", "callSid", "subject", "source", "id");

    @Option(
            names = "--since",
            paramLabel = "<time>",
            description =
                    "What ended later: 2026-11-24T08:00:00Z, or how long ago: 90m, 12h, 30d; else since the last time.")
    private String since;

    @Option(names = "--apply", description = "Store the events that stand for what is missing.")
    private boolean apply;

    private boolean incomplete;

    ReconcileCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws InterruptedException {
        int status = apply ? askLong("POST", "reconcile/apply", this::print) : askLong("GET", "reconcile", this::print);
        return incomplete ? ExitCode.SOFTWARE : status;
    }

    private void print(Printer printer, JsonNode answer) {
        if (!answer.path("lost").isEmpty()) {
            printer.table(LOST, answer, "lost");
        }
        printer.table(ACCOUNTS, answer, "accounts");
        if (answer.has("restored")) {
            printer.line(answer.path("restored").asInt() + " events restored");
        }
        incomplete = answer.path("accounts").valueStream().anyMatch(account -> account.has("problem"));
    }
}
