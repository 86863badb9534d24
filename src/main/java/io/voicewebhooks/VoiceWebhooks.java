package io.voicewebhooks;

import io.voicewebhooks.app.ApplicationCheck;
import io.voicewebhooks.app.Logging;
import io.voicewebhooks.app.VoiceApplication;
import io.voicewebhooks.cli.CallCommand;
import io.voicewebhooks.cli.OperatorCommands;
import io.voicewebhooks.cli.Usage;
import io.voicewebhooks.cli.VerifySignature;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code java -jar voice-webhooks.jar [run|check|...]}: answers Twilio's voice webhooks with the routes of {@code routes/} and
 * the properties of {@code application.properties}, both in the working directory. {@code call} is Twilio's
 * side of a call, {@link CallCommand}; its other commands are those of operators, {@link OperatorCommands}.
 */
public final class VoiceWebhooks {
    private static final Set<String> HELP = Set.of("--help", "-h", "help");

    private VoiceWebhooks() {}

    public static void main(String[] args) {
        String command = args.length == 0 ? "run" : args[0];
        if (List.of(args).contains("--help")) {
            command = "--help";
        }
        int status =
                switch (command) {
                    case "run" -> VoiceApplication.run();
                    case "check" -> check();
                    case "call" -> simulate(args);
                    case "dead-letters", "deliveries", "sinks" -> operate(args);
                    case "verify-signature" -> verifySignature(args);
                    case "--help", "-h", "help" -> help(args);
                    case "--version" -> print("voice-webhooks " + VoiceApplication.version() + "\n");
                    default -> unknown(command);
                };
        if (status != 0) {
            System.exit(status);
        }
    }

    private static int print(String text) {
        System.out.print(text);
        return 0;
    }

    /** Of the command that is named, before or behind; else of all. */
    private static int help(String... args) {
        Optional<String> command =
                Stream.of(args).filter(word -> !HELP.contains(word)).findFirst();
        if (command.isEmpty()) {
            return print(Usage.all());
        }
        return Usage.of(command.get()).map(VoiceWebhooks::print).orElseGet(() -> unknown(command.get()));
    }

    private static int unknown(String command) {
        System.err.println("unknown command: " + command + "; nearest: " + Usage.nearest(command));
        System.err.println("java -jar voice-webhooks.jar --help lists them all");
        return 2;
    }

    private static int simulate(String[] args) {
        Logging.use(Logging.Output.NONE);
        return CallCommand.run(args);
    }

    private static int operate(String[] args) {
        Logging.use(Logging.Output.NONE);
        return OperatorCommands.run(args);
    }

    private static int verifySignature(String... args) {
        Logging.use(Logging.Output.NONE);
        return VerifySignature.run(args);
    }

    private static int check() {
        Logging.use(Logging.Output.NONE);
        return ApplicationCheck.run();
    }
}
