package io.voicewebhooks.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which events a command is about. The application reads them, {@link OperatorCommand}. */
final class EventFilter {
    @Option(names = "--sink", paramLabel = "<name>", description = "Those of a sink.")
    private String sink;

    @Option(names = "--type", paramLabel = "<type>", description = "Those of a type, such as call.missed.")
    private String type;

    @Option(names = "--call-sid", paramLabel = "<sid>", description = "Those of a call.")
    private String callSid;

    @Mixin
    private Times times;
}
