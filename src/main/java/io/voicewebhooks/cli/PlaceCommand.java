package io.voicewebhooks.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks the running application for a call. Its options are the fields of the request. */
@Command(
        name = "call",
        description = "Place a call, by the application that runs here; voice.calls.allowed says to whom.")
final class PlaceCommand extends OperatorCommand implements Callable<Integer> {
    @Option(names = "--to", required = true, paramLabel = "<number>", description = "Who is called.")
    private String to;

    @Option(names = "--from", required = true, paramLabel = "<number>", description = "A number of the account.")
    private String from;

    @Option(names = "--flow", paramLabel = "<name>", description = "What is heard: the flow at /voice/<name>.")
    private String flow;

    @Option(names = "--twiml", paramLabel = "<document>", description = "Or this TwiML.")
    private String twiml;

    @Option(names = "--url", paramLabel = "<url>", description = "Or the TwiML of this https URL.")
    private String url;

    @Option(names = "--record", description = "Record the call.")
    private boolean record;

    @Option(names = "--machine-detection", paramLabel = "<how>", description = "Enable or DetectMessageEnd.")
    private String machineDetection;

    @Option(names = "--timeout", paramLabel = "<seconds>", description = "How long it may ring.")
    private String timeout;

    @Option(names = "--context", paramLabel = "<a=b,c=d>", description = "What its webhooks bring back as context.")
    private String context;

    @Option(
            names = "--id",
            paramLabel = "<id>",
            description = "Of the request, context.request; one is made otherwise.")
    private String id;

    PlaceCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws InterruptedException {
        return post("calls/place");
    }
}
