package io.voicewebhooks.cli;

import picocli.CommandLine.Option;

/** Which part of a long list is printed. The application reads them, {@link OperatorCommand}. */
final class PageOptions {
    @Option(names = "--limit", paramLabel = "<number>", description = "At most so many; 100 if nothing is said.")
    private String limit;

    @Option(names = "--offset", paramLabel = "<number>", description = "Without so many first ones.")
    private String offset;
}
