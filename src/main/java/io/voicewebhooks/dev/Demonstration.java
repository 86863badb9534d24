package io.voicewebhooks.dev;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.testkit.Twilio;
import io.voicewebhooks.testkit.simulator.Action;
import io.voicewebhooks.testkit.simulator.Audio;
import io.voicewebhooks.testkit.simulator.Call;
import io.voicewebhooks.testkit.simulator.CallSetup;
import io.voicewebhooks.testkit.simulator.MediaServer;
import io.voicewebhooks.testkit.simulator.Simulator;
import io.voicewebhooks.testkit.simulator.TwilioAccount;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** {@code dev --demo}: one signed call, what came of it, and what to do then. */
final class Demonstration {
    /** Exit status where a port is taken, which the pom lets pass. */
    static final int TAKEN = 3;

    /** Not that of the telephone: its recordings are here, and with the {@code call} of another shell. */
    private final TwilioAccount account = new TwilioAccount(
            "ACfedcba9876543210fedcba9876543210", UUID.randomUUID().toString().replace("-", ""));

    private final int mediaPort = DevSettings.freePort(8089);
    private final PrintStream out;

    Demonstration(PrintStream out) {
        this.out = out;
    }

    /** What it says of ports that somebody else has, with a way out; nothing if they are free. */
    static Optional<String> taken(int port, int managementPort) {
        Map<Key, Integer> taken = new TreeMap<>(Map.of(Key.HTTP_PORT, port, Key.MANAGEMENT_PORT, managementPort));
        taken.values().removeIf(DevSettings::isFree);
        String ports = taken.entrySet().stream()
                .map(each -> "port " + each.getValue() + " (" + each.getKey() + ")")
                .collect(Collectors.joining(", "));
        String others = taken.entrySet().stream()
                .map(each -> Key.environmentName(each.getKey().key()) + "="
                        + (each.getValue() + (each.getValue() > 50_000 ? -10_000 : 10_000)) + " ")
                .collect(Collectors.joining());
        return taken.isEmpty()
                ? Optional.empty()
                : Optional.of("Taken: " + ports + ". Choose others: " + others + "mvn test-compile exec:exec@demo");
    }

    /** For the application. */
    Map<String, String> settings() {
        String prefix = "twilio.accounts." + account.sid() + ".";
        return Map.of(prefix + "auth-token", account.authToken(), prefix + "api-url", "http://127.0.0.1:" + mediaPort);
    }

    /** Shows it on an application that runs; what arrives later is said, too. */
    void show(DevMode dev) throws IOException, InterruptedException {
        Outcome outcome = new Outcome(dev.standIns(), out);
        Audio message = Audio.tone(Duration.ofSeconds(3));
        try (MediaServer media = new MediaServer(mediaPort, account)) {
            outcome.show(call(new Simulator(account, media), dev.url(), message), message);
        }
        tell(dev);
        outcome.watch();
    }

    /** Somebody leaves a message; Twilio's side of it is the simulator's. Returns the SID of the call. */
    private String call(Simulator twilio, String url, Audio message) {
        out.printf(
                "%nSomebody calls and leaves a message of %d seconds%n%n",
                message.length().toSeconds());
        Queue<Action> caller = new ArrayDeque<>(List.of(new Action.Speak(message), new Action.Press("#")));
        CallSetup setup = new CallSetup(
                url + "/voice/incoming",
                "POST",
                Optional.empty(),
                Optional.of(url + "/voice/status"),
                "+15551230001",
                "+15558675310",
                Map.of(),
                Optional.empty());
        Call call = twilio.call(setup, prompt -> caller.remove(), out);
        call.run();
        if (!call.problems().isEmpty() || call.recordings() != 1) {
            throw new IllegalStateException("this demonstration plays a voicemail, and there was none");
        }
        return call.sid();
    }

    private void tell(DevMode dev) throws IOException {
        out.printf(
                "%nIt stays up; Ctrl-C stops it. Its console: %s, with the token %s%n", dev.consoleUrl(), dev.token());
        out.println("  Telephone call it yourself; edit a file of routes/ and call again");
        out.println("  Calls     click the call: each request, what was answered, the message, each delivery");
        out.println("  Routes    the way it took, with figures; click a step for its file and line");
        out.println();
        out.println(
                "In another shell, a further signed request, or a call of your own; what comes of it is said here:");
        out.printf("%n%s%n%n", curl(dev.url(), dev.token()));
        out.printf(
                "java @%s call --url %s/voice/incoming --status-callback %s/voice/status \\%n"
                        + "  --from +15551230001 --to +15558675310 --press '#' --media-port %d%n%n",
                command(), dev.url(), dev.url(), mediaPort);
    }

    /** A file of arguments for Java: the commands of the application, with this account. */
    private Path command() throws IOException {
        String classPath = System.getProperty("java.class.path").replace("\\", "\\\\");
        return Files.writeString(Path.of("data-dev", "voice-webhooks").toAbsolutePath(), """
                -cp "%s"
                -Dtwilio.account-sid=%s
                -Dtwilio.auth-token=%s
                io.voicewebhooks.VoiceWebhooks
                """.formatted(
                        classPath, account.sid(), account.authToken()));
    }

    /** The command that posts a signed callback from a shell. */
    private static String curl(String url, String token) {
        String now = DateTimeFormatter.RFC_1123_DATE_TIME.format(OffsetDateTime.now(ZoneOffset.UTC));
        List<Map.Entry<String, String>> form = Twilio.with(Twilio.status(Twilio.callSid(), "busy"), "Timestamp", now);
        String signature = new Twilio(url, url, token).sign("/voice/status", form);
        return form.stream()
                .map(field -> " \\\n  --data-urlencode '" + field.getKey() + "=" + field.getValue() + "'")
                .collect(Collectors.joining(
                        "", "curl -i '" + url + "/voice/status' -H 'X-Twilio-Signature: " + signature + "'", ""));
    }
}
