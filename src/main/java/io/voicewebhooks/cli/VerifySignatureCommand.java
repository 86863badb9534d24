package io.voicewebhooks.cli;

import io.voicewebhooks.config.ConfigurationException;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.signature.BadWebhookException;
import io.voicewebhooks.signature.SigningKeyHeader;
import io.voicewebhooks.signature.diagnosis.SignatureDiagnosis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Whether the application, as it is configured in the working directory, would let a request in, and if not, what is
 * different from what Twilio signed. Tokens come from the configuration or from an environment variable, never from the
 * command line, where other users could read them.
 */
@Command(
        name = "verify-signature",
        sortOptions = false,
        description = "Tell why a request of Twilio is refused; exit status 0 if it is accepted, else 1.")
final class VerifySignatureCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(names = "--url", required = true, paramLabel = "<url>", description = "What Twilio asked for.")
    private String url;

    @Option(
            names = "--signature",
            required = true,
            paramLabel = "<X-Twilio-Signature>",
            description = "The header of the request.")
    private String signature;

    @Option(
            names = "--settings",
            paramLabel = "<" + SigningKeyHeader.SETTINGS + ">",
            description = "The header that names a shared key, if there is one.")
    private String settings;

    @Option(names = "--form", paramLabel = "<body>|@<file>", description = "The body of a POST, or a file with it.")
    private String form;

    @Option(names = "--method", paramLabel = "GET|POST", description = "POST if there is a form, else GET.")
    private String method;

    @Option(
            names = "--token-env",
            paramLabel = "<variable>",
            description = "An environment variable with another token, or secret of the shared key.")
    private String tokenVariable;

    VerifySignatureCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try {
            Settings configuration = Settings.of(terminal.configuration().get());
            SignatureDiagnosis.Finding finding = new SignatureDiagnosis(
                            configuration.publicUrls(),
                            configuration.accounts().values(),
                            configuration.mainAccount().sid(),
                            configuration.signingKeys(),
                            otherTokens())
                    .of(request());
            finding.lines().stream().map(Printer::clean).forEach(terminal.out()::println);
            return finding.accepted() ? ExitCode.OK : ExitCode.SOFTWARE;
        } catch (ConfigurationException e) {
            terminal.err().println(e.getMessage());
            return ExitCode.USAGE;
        } catch (BadWebhookException | IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private Map<String, String> otherTokens() {
        if (tokenVariable == null) {
            return Map.of();
        }
        String token = terminal.environment().apply(tokenVariable);
        if (token == null || token.isBlank()) {
            throw new IllegalArgumentException("the environment variable " + tokenVariable + " is not set");
        }
        return Map.of("the token in $" + tokenVariable, token.strip());
    }

    private SignatureDiagnosis.Call request() {
        String body = form == null ? "" : form(form);
        String verb = method != null ? method : form == null ? "GET" : "POST";
        if (!Set.of("GET", "POST").contains(verb) || verb.equals("GET") && !body.isEmpty()) {
            throw new IllegalArgumentException("--method is GET without a form, or POST");
        }
        return new SignatureDiagnosis.Call(
                verb, url.strip(), body, signature.strip(), settings == null ? null : SigningKeyHeader.of(settings));
    }

    /** A body, or the content of the file that it names; an editor's line break at the end is not part of it. */
    private static String form(String value) {
        if (!value.startsWith("@")) {
            return value;
        }
        try {
            return Files.readString(Path.of(value.substring(1))).stripTrailing();
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException("the file " + value.substring(1) + " cannot be read: " + e.getMessage());
        }
    }
}
