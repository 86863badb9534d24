package io.voicewebhooks.cli;

import io.voicewebhooks.config.ConfigurationException;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.RsaKeyFile;
import io.voicewebhooks.config.SingleKeys;
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
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The command {@code call}: calls a voice application, this one or another, as Twilio does, and prints the call. Account
 * and token are those of {@code application.properties} or the environment.
 */
public final class CallCommand {
    /** What can be typed. */
    public static final String USAGE = """
              call --url <VoiceUrl> --from <number> --to <number>
                                        call an application as Twilio does; exit status 1 if Twilio could not use an answer,
                                        or the fallback of the application was heard
                as in production:       --public-url <voice.public-url> (signs for it, connects to the host of --url)
                the number's settings:  --method GET, --fallback-url <url>, --status-callback <url>
                the call:               --param <name>=<value> (a further parameter, again and again)
                what the caller does:   --press <keys>, --say <text>, --record <file.wav>, in this order, again and again;
                                        --hangup-after 20s
                who is called:          --callee [<number>=]answers|busy|no-answer|failed,
                                        --callee-press [<number>=]<keys> (in a whisper), again and again
                recordings:             --media-port 8089 (twilio.api-url of the application: http://127.0.0.1:8089),
                                        --media-wait 15s, --recording-url-base <url>
                many calls:             --calls <number> --rate <calls a second>
                what goes wrong:        --trouble <name>, again and again:
            """ + troubles();

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    /** Of all the configuration only these are read. */
    static final Key[] KEYS = {Key.ACCOUNT, Key.AUTH_TOKEN, Key.API_KEY, Key.API_KEY_SECRET, Key.RECORDING_PRIVATE_KEY};

    private final CallOptions options;
    private final SingleKeys keys;
    private final PrintStream out;
    private final PrintStream err;

    private CallCommand(CallOptions options, SingleKeys keys, PrintStream out, PrintStream err) {
        this.options = options;
        this.keys = keys;
        this.out = out;
        this.err = err;
    }

    private static String troubles() {
        return Arrays.stream(Fault.values())
                .map(trouble -> "      %-22s%s%n".formatted(trouble.label(), trouble.meaning()))
                .collect(Collectors.joining());
    }

    /** Makes the calls. Returns the exit status: 0 done, 1 an answer was one that Twilio cannot use
     * or the application's fallback, 2 not understood. */
    public static int run(String... args) {
        return run(
                List.of(args).subList(1, args.length),
                () -> SingleKeys.ofWorkingDirectory(KEYS),
                System.out,
                System.err);
    }

    static int run(List<String> args, Supplier<SingleKeys> configuration, PrintStream out, PrintStream err) {
        try {
            CallOptions options = CallOptions.of(args);
            return new CallCommand(options, configuration.get(), out, err).call();
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.println("java -jar voice-webhooks.jar call --help lists what can be typed");
            return MISUSED;
        } catch (ConfigurationException e) {
            err.println(e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private int call() throws InterruptedException {
        TwilioAccount account = new TwilioAccount(
                keys.find(Key.ACCOUNT).orElseThrow(), keys.list(Key.AUTH_TOKEN).get(0));
        try (MediaServer media = new MediaServer(options.mediaPort(), account)) {
            keys.find(Key.API_KEY)
                    .ifPresent(key ->
                            media.accept(key, keys.find(Key.API_KEY_SECRET).orElse("")));
            Simulator simulator = new Simulator(account, media);
            simulator.connectTo(options.address());
            options.recordingUrlBase().ifPresent(simulator::recordingUrlBase);
            options.troubles().forEach(simulator::trouble);
            options.callees().forEach((address, callee) -> {
                if (address.isEmpty()) {
                    simulator.otherCallees(callee);
                } else {
                    simulator.callee(address, callee);
                }
            });
            if (options.troubles().contains(Fault.RECORDING_ENCRYPTED)) {
                simulator.encryptFor(recordingKey());
            }
            return options.isLoad() ? new CallLoad(simulator, options, out, err).run() : one(simulator);
        } catch (IOException e) {
            err.println("the media server does not start on port " + options.mediaPort() + " (" + e.getMessage()
                    + "); choose another with --media-port");
            return FAILED;
        }
    }

    private int one(Simulator simulator) throws InterruptedException {
        Call call = simulator.call(options.setup(), new CallScript(options.script()), out);
        call.run();
        call.awaitFetched(options.mediaWait());
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
