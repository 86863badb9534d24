package io.voicewebhooks.simulator.command;

import io.voicewebhooks.config.ConfigurationException;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.RsaKeyFile;
import io.voicewebhooks.config.SingleKeys;
import io.voicewebhooks.simulator.Call;
import io.voicewebhooks.simulator.MediaServer;
import io.voicewebhooks.simulator.Simulator;
import io.voicewebhooks.simulator.Trouble;
import io.voicewebhooks.simulator.TwilioAccount;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The command {@code call}: calls a voice application, this one or another, as Twilio does, and prints the call. Account
 * and token are those of {@code application.properties} or the environment.
 */
public final class CallCommand {
    /** What can be typed. */
    public static final String USAGE = """
              call --url <VoiceUrl> --from <number> --to <number>
                                        call an application as Twilio does; exit status 1 if Twilio could not use an answer
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

    private final CallOptions options;
    private final TwilioAccount account;
    private final PrintStream out;
    private final PrintStream err;

    private CallCommand(CallOptions options, TwilioAccount account, PrintStream out, PrintStream err) {
        this.options = options;
        this.account = account;
        this.out = out;
        this.err = err;
    }

    private static String troubles() {
        return Arrays.stream(Trouble.values())
                .map(trouble -> "      %-22s%s%n".formatted(trouble.label(), trouble.meaning()))
                .collect(Collectors.joining());
    }

    /** Makes the calls. Returns the exit status: 0 done, 1 an answer was one that Twilio cannot use, 2 not understood. */
    public static int run(String... args) {
        return run(List.of(args).subList(1, args.length), System.out, System.err);
    }

    static int run(List<String> args, PrintStream out, PrintStream err) {
        if (args.equals(List.of("--help"))) {
            out.print("usage: java -jar voice-webhooks.jar <command>\n" + USAGE);
            return DONE;
        }
        try {
            CallOptions options = CallOptions.of(args);
            SingleKeys keys = SingleKeys.ofWorkingDirectory(Key.ACCOUNT, Key.AUTH_TOKEN, Key.RECORDING_PRIVATE_KEY);
            TwilioAccount account = new TwilioAccount(
                    keys.find(Key.ACCOUNT).orElseThrow(),
                    keys.list(Key.AUTH_TOKEN).get(0));
            return new CallCommand(options, account, out, err).call(keys);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.print("usage: java -jar voice-webhooks.jar <command>\n" + USAGE);
            return MISUSED;
        } catch (ConfigurationException e) {
            err.println(e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private int call(SingleKeys keys) throws InterruptedException {
        try (MediaServer media = new MediaServer(options.mediaPort(), account)) {
            Simulator simulator = new Simulator(account, media);
            options.recordingUrlBase().ifPresent(simulator::recordingUrlBase);
            options.troubles().forEach(simulator::trouble);
            options.callees().forEach((address, callee) -> {
                if (address.isEmpty()) {
                    simulator.otherCallees(callee);
                } else {
                    simulator.callee(address, callee);
                }
            });
            if (options.troubles().contains(Trouble.RECORDING_ENCRYPTED)) {
                simulator.encryptFor(publicKey(keys));
            }
            return options.isLoad() ? new Load(simulator, options, out, err).run() : one(simulator);
        } catch (IOException e) {
            err.println("the media server does not start on port " + options.mediaPort() + " (" + e.getMessage()
                    + "); choose another with --media-port");
            return FAILED;
        }
    }

    private int one(Simulator simulator) throws InterruptedException {
        Call call = simulator.call(options.setup(), new Script(options.script()), out);
        call.run();
        call.awaitFetched(options.mediaWait());
        if (call.problems().isEmpty()) {
            return DONE;
        }
        err.println("Twilio would not be content:");
        call.problems().forEach(problem -> err.println("  " + problem));
        return FAILED;
    }

    /** The public half of the application's key; without one, a key that nobody has. */
    private static PublicKey publicKey(SingleKeys keys) throws IOException {
        try {
            if (keys.find(Key.RECORDING_PRIVATE_KEY).isEmpty()) {
                return KeyPairGenerator.getInstance("RSA").generateKeyPair().getPublic();
            }
            Path file = Path.of(keys.find(Key.RECORDING_PRIVATE_KEY).get());
            RSAPrivateCrtKey key = (RSAPrivateCrtKey) RsaKeyFile.read(file);
            return KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
