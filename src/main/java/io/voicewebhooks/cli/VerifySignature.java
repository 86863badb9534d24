package io.voicewebhooks.cli;

import io.voicewebhooks.config.ConfigurationException;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.config.WorkingDirectory;
import io.voicewebhooks.signature.BadWebhookException;
import io.voicewebhooks.signature.diagnosis.SignatureDiagnosis;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * The command {@code verify-signature}: whether the application, as it is configured in the working directory, would let a
 * request in, and if not, what is different from what Twilio signed. Tokens come from the configuration or from an
 * environment variable, never from the command line, where other users could read them.
 */
public final class VerifySignature {
    /** What can be typed. */
    public static final String USAGE = """
              verify-signature --url <url> --signature <X-Twilio-Signature> [--form <body> | --form @<file>]
                  [--method GET|POST] [--token-env <name of an environment variable with another token>]
            """;

    private static final int ACCEPTED = 0;
    private static final int REFUSED = 1;
    private static final int MISUSED = 2;
    private static final Set<String> OPTIONS = Set.of("url", "signature", "form", "method", "token-env");

    private final UnaryOperator<String> environment;
    private final PrintStream out;
    private final PrintStream err;

    VerifySignature(UnaryOperator<String> environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /** Runs the command with the configuration of the working directory. Returns the exit status. */
    public static int run(String... args) {
        VerifySignature command = new VerifySignature(System::getenv, System.out, System.err);
        try {
            return command.execute(WorkingDirectory.settings(), args);
        } catch (ConfigurationException e) {
            System.err.println(e.getMessage());
            return MISUSED;
        }
    }

    /** Runs the command. Returns the exit status: 0 accepted, 1 refused, 2 not understood. */
    int execute(Settings settings, String... args) {
        try {
            CommandLine line = CommandLine.of(args);
            SignatureDiagnosis.Finding finding = new SignatureDiagnosis(
                            settings.publicUrls(),
                            settings.accounts().values(),
                            settings.mainAccount().sid(),
                            otherTokens(line))
                    .of(call(line));
            finding.lines().stream().map(Printer::clean).forEach(out::println);
            return finding.accepted() ? ACCEPTED : REFUSED;
        } catch (UsageException | BadWebhookException | IllegalArgumentException e) {
            err.println(Printer.clean(e.getMessage()));
            err.print("usage: java -jar voice-webhooks.jar <command>\n" + USAGE);
            return MISUSED;
        }
    }

    private Map<String, String> otherTokens(CommandLine line) {
        Map<String, String> tokens = new LinkedHashMap<>();
        String variable = line.options().get("token-env");
        if (variable != null) {
            String token = environment.apply(variable);
            if (token == null || token.isBlank()) {
                throw new UsageException("the environment variable " + variable + " is not set");
            }
            tokens.put("the token in $" + variable, token.strip());
        }
        return tokens;
    }

    private static SignatureDiagnosis.Call call(CommandLine line) {
        Set<String> unknown = new TreeSet<>(line.options().keySet());
        unknown.removeAll(OPTIONS);
        if (!unknown.isEmpty() || line.words().size() != 1) {
            throw new UsageException("not expected: "
                    + (unknown.isEmpty()
                            ? line.word(1)
                            : "--" + unknown.iterator().next()));
        }
        String form = form(line.options().getOrDefault("form", ""));
        String method = line.options().getOrDefault("method", line.options().containsKey("form") ? "POST" : "GET");
        if (!Set.of("GET", "POST").contains(method) || method.equals("GET") && !form.isEmpty()) {
            throw new UsageException("--method is GET without a form, or POST");
        }
        return new SignatureDiagnosis.Call(method, required(line, "url"), form, required(line, "signature"));
    }

    private static String required(CommandLine line, String name) {
        String value = line.options().getOrDefault(name, "").strip();
        if (value.isEmpty()) {
            throw new UsageException("--" + name + " is missing");
        }
        return value;
    }

    /** A body, or the content of the file that it names; an editor's line break at the end is not part of it. */
    private static String form(String value) {
        if (!value.startsWith("@")) {
            return value;
        }
        try {
            return Files.readString(Path.of(value.substring(1))).stripTrailing();
        } catch (IOException | InvalidPathException e) {
            throw new UsageException("the file " + value.substring(1) + " cannot be read: " + e.getMessage());
        }
    }
}
