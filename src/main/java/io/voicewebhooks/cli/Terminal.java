package io.voicewebhooks.cli;

import io.voicewebhooks.app.VoiceApplication;
import java.io.PrintStream;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;

/**
 * What a command has beside its options.
 *
 * @param configuration a context whose property placeholders are asked; only where a command needs a key
 * @param environment   gives the value of an environment variable, null where there is none
 */
public record Terminal(
        PrintStream out, PrintStream err, Supplier<CamelContext> configuration, UnaryOperator<String> environment) {
    /** That of this process, with the configuration of the working directory. */
    static Terminal ofProcess() {
        return new Terminal(System.out, System.err, VoiceApplication::configuration, System::getenv);
    }
}
