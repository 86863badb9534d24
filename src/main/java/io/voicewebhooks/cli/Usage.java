package io.voicewebhooks.cli;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What can be typed behind {@code java -jar voice-webhooks.jar}. */
public final class Usage {
    private static final String ONE = "usage: java -jar voice-webhooks.jar <command>\n";

    private Usage() {}

    private static Map<String, String> commands() {
        Map<String, String> commands = new LinkedHashMap<>();
        commands.put("run", """
                  run     answer webhooks until stopped (the default)
                """);
        commands.put("check", """
                  check   validate properties, routes and templates without opening a port or a journal; exit status 0 or 1
                """);
        commands.put("call", CallCommand.USAGE);
        commands.put("verify-signature", VerifySignature.USAGE);
        OperatorCommands.NAMES.forEach(name -> commands.put(name, OperatorCommands.usage(name)));
        return commands;
    }

    /** Of every command. */
    public static String all() {
        Map<String, String> commands = commands();
        return "usage: java -jar voice-webhooks.jar [command]\n"
                + commands.get("run")
                + commands.get("check")
                + "  --help, --version; behind a command, --help tells of that command alone\n"
                + commands.get("call")
                + "why a request of Twilio is refused; exit status 0 if it is accepted, else 1:\n"
                + commands.get("verify-signature")
                + "commands for operators, of the application that runs with these properties:\n"
                + OperatorCommands.USAGE;
    }

    /** Of one command, if there is one of that name. */
    public static Optional<String> of(String command) {
        return Optional.ofNullable(commands().get(command)).map(ONE::concat);
    }

    /** The command that was probably meant. */
    public static String nearest(String command) {
        return commands().keySet().stream()
                .min(Comparator.comparing(
                        name -> LevenshteinDistance.getDefaultInstance().apply(name, command)))
                .orElseThrow();
    }
}
