package io.voicewebhooks.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets a shell complete what is typed. */
@Command(
        name = "completion",
        description = "Print a script for bash and zsh, which completes commands and options behind an alias.",
        footer = {
            "",
            "alias voice-webhooks='java -jar /opt/voice-webhooks/voice-webhooks.jar'",
            "source <(voice-webhooks completion)"
        })
final class CompletionCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "<alias>",
            defaultValue = "voice-webhooks",
            description = "What is typed instead of java -jar ... (default: ${DEFAULT-VALUE}).")
    private String alias;

    @Override
    public void run() {
        spec.commandLine().getOut().print(AutoComplete.bash(alias, spec.root().commandLine()));
        spec.commandLine().getOut().flush();
    }
}
