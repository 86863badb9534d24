package io.voicewebhooks.cli;

import static java.util.stream.Collectors.joining;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.RsaKeyFile;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.testkit.simulator.Call;
import io.voicewebhooks.testkit.simulator.Fault;
import io.voicewebhooks.testkit.simulator.MediaServer;
import io.voicewebhooks.testkit.simulator.Simulator;
import io.voicewebhooks.testkit.simulator.TwilioAccount;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
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
        customSynopsis = "${COMMAND-FULL-NAME} --url <VoiceUrl> --from <number> --to <number> [OPTIONS]",
        description =
                "Call an application as Twilio does; exit status 1 if Twilio could not use an answer, or the fallback"
                        + " of the application was heard.")
final class CallCommand implements Callable<Integer> {
    /** Of all the configuration only these are read. */
    private static final Key[] KEYS = {
        Key.ACCOUNT, Key.AUTH_TOKEN, Key.API_KEY, Key.API_KEY_SECRET, Key.RECORDING_PRIVATE_KEY
    };

    private final Terminal terminal;
    private CommandSpec spec;
    private Settings keys;

    @Mixin
    private CallOptions options;

    CallCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Spec
    void spec(CommandSpec own) {
        spec = own;
        Stream<String> troubles =
                Stream.of(Fault.values()).map(each -> "  %-22s%s".formatted(each.label(), each.meaning()));
        spec.usageMessage().footer("What goes wrong (--trouble):", troubles.collect(joining("%n")));
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            options.check();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
        keys = Settings.only(terminal.configuration().get().getPropertiesComponent()::resolveProperty, KEYS);
        return simulate();
    }

    private int simulate() throws InterruptedException {
        TwilioAccount account = new TwilioAccount(
                keys.get(Key.ACCOUNT), keys.list(Key.AUTH_TOKEN).get(0));
        try (MediaServer media = new MediaServer(options.mediaPort, account)) {
            if (keys.get(Key.API_KEY) != null) {
                media.accept(
                        keys.get(Key.API_KEY), keys.find(Key.API_KEY_SECRET).orElse(""));
            }
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
            return options.calls != null ? new CallLoad(simulator, options, terminal).run() : one(simulator);
        } catch (IOException e) {
            terminal.err()
                    .println("the media server does not start on port " + options.mediaPort + " (" + e.getMessage()
                            + "); choose another with --media-port");
            return ExitCode.SOFTWARE;
        }
    }

    private int one(Simulator simulator) throws InterruptedException {
        Call call = simulator.call(options.setup(), new CallScript(options.script()), terminal.out());
        call.run();
        call.awaitFetched(options.mediaWait);
        tell("Twilio would not be content:", call.problems());
        tell("A flow failed; the log of the application says why:", call.fallbacks());
        return call.problems().isEmpty() && call.fallbacks().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private void tell(String what, List<String> lines) {
        if (!lines.isEmpty()) {
            terminal.err().println(what);
            lines.stream().distinct().forEach(line -> terminal.err().println("  " + line));
        }
    }

    /** The application's key; without one, a key that nobody has. */
    private PrivateKey recordingKey() throws IOException {
        try {
            String file = keys.get(Key.RECORDING_PRIVATE_KEY);
            return file != null
                    ? RsaKeyFile.read(Path.of(file))
                    : KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
