package io.voicewebhooks.cli;

import picocli.CommandLine.Option;

/** From when to when. The application reads them, {@link OperatorCommand}. */
final class Times {
    @Option(
            names = "--since",
            paramLabel = "<time>",
            description = "Not older: 2026-11-24T08:00:00Z, or how long ago: 90m, 12h, 30d.")
    private String since;

    @Option(names = "--until", paramLabel = "<time>", description = "Not younger.")
    private String until;
}
