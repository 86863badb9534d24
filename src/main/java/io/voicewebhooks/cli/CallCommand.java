package io.voicewebhooks.cli;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.RsaKeyFile;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.testkit.simulator.Call;
import io.voicewebhooks.testkit.simulator.Fault;
import io.voicewebhooks.testkit.simulator.MediaServer;
import io.voicewebhooks.testkit.simulator.Simulator;
import io.voicewebhooks.testkit.simulator.TwilioAccount;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Calls a voice application, this one or another, as Twilio does, and prints the call. Account and token are those of
 * {@code application.properties} or the environment.
 */
@Command(
        name = "call",
        sortOptions = false,
        customSynopsis = Commands.NAME + " call --url <VoiceUrl> --from <number> --to <number> [OPTIONS]",
        description =
                "Call an application as Twilio does; exit status 1 if Twilio could not use an answer, or the fallback"
                        + " of the application was heard.")
final class CallCommand implements Callable<Integer> {
    private static final int DONE = 0;
    private static final int FAILED = 1;

    /** Of all the configuration only these are read. */
    private static final Key[] KEYS = {
        Key.ACCOUNT, Key.AUTH_TOKEN, Key.API_KEY, Key.API_KEY_SECRET, Key.RECORDING_PRIVATE_KEY
    };

    private final PrintStream out;
    private final PrintStream err;
    private final Supplier<CamelContext> configuration;
    private CommandSpec spec;
    private Settings keys;

    @Mixin
    private CallOptions options;

    CallCommand(Terminal terminal) {
        this.out = terminal.out();
        this.err = terminal.err();
        this.configuration = terminal.configuration();
    }

    @Spec
    void spec(CommandSpec own) {
        spec = own;
        spec.usageMessage()
                .footer(Stream.concat(
                                Stream.of("What goes wrong (--trouble):"),
                                Arrays.stream(Fault.values())
                                        .map(trouble -> "  %-22s%s".formatted(trouble.label(), trouble.meaning())))
                        .toArray(String[]::new));
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            options.check();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
        keys = Settings.only(configuration.get().getPropertiesComponent()::resolveProperty, KEYS);
        return simulate();
    }

    private int simulate() throws InterruptedException {
        TwilioAccount account = new TwilioAccount(
                keys.get(Key.ACCOUNT), keys.list(Key.AUTH_TOKEN).get(0));
        try (MediaServer media = new MediaServer(options.mediaPort, account)) {
            keys.find(Key.API_KEY)
                    .ifPresent(key ->
                            media.accept(key, keys.find(Key.API_KEY_SECRET).orElse("")));
            Simulator simulator = new Simulator(account, media);
            simulator.connectTo(options.address());
            if (options.recordingUrlBase != null) {
                simulator.recordingUrlBase(options.recordingUrlBase);
            }
            options.troubles.forEach(simulator::trouble);
            options.callees().forEach((address, callee) -> {
                if (address.isEmpty()) {
                    simulator.otherCallees(callee);
                } else {
                    simulator.callee(address, callee);
                }
            });
            if (options.troubles.contains(Fault.RECORDING_ENCRYPTED)) {
                simulator.encryptFor(recordingKey());
            }
            return options.isLoad() ? new CallLoad(simulator, options, out, err).run() : one(simulator);
        } catch (IOException e) {
            err.println("the media server does not start on port " + options.mediaPort + " (" + e.getMessage()
                    + "); choose another with --media-port");
            return FAILED;
        }
    }

    private int one(Simulator simulator) throws InterruptedException {
        Call call = simulator.call(options.setup(), new CallScript(options.script()), out);
        call.run();
        call.awaitFetched(options.mediaWait);
        tell("Twilio would not be content:", call.problems());
        tell("A flow failed; the log of the application says why:", call.fallbacks());
        return call.problems().isEmpty() && call.fallbacks().isEmpty() ? DONE : FAILED;
    }

    private void tell(String what, List<String> lines) {
        if (!lines.isEmpty()) {
            err.println(what);
            lines.stream().distinct().forEach(line -> err.println("  " + line));
        }
    }

    /** The application's key; without one, a key that nobody has. */
    private PrivateKey recordingKey() throws IOException {
        try {
            return keys.find(Key.RECORDING_PRIVATE_KEY).isPresent()
                    ? RsaKeyFile.read(
                            Path.of(keys.find(Key.RECORDING_PRIVATE_KEY).get()))
                    : KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
