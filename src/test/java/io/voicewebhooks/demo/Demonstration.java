package io.voicewebhooks.demo;

import io.voicewebhooks.VoiceWebhooks;
import io.voicewebhooks.support.MailServer;
import io.voicewebhooks.support.S3Server;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.TemporaryDirectory;
import io.voicewebhooks.testkit.Twilio;
import io.voicewebhooks.testkit.simulator.Action;
import io.voicewebhooks.testkit.simulator.Audio;
import io.voicewebhooks.testkit.simulator.Call;
import io.voicewebhooks.testkit.simulator.CallSetup;
import io.voicewebhooks.testkit.simulator.MediaServer;
import io.voicewebhooks.testkit.simulator.Simulator;
import io.voicewebhooks.testkit.simulator.TwilioAccount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The README's first command: runs the application as a user would, with its own {@code main} and {@code routes/}, beside an
 * S3 server, an SMTP server, an HTTP endpoint and a media server on this machine, and plays one signed call through it.
 * The token is made for this run and lost with it.
 */
public final class Demonstration {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    /** Exit status, which the pom lets pass. */
    private static final int TAKEN = 3;

    private Demonstration() {}

    public static void main(String[] args) throws Exception {
        System.setProperty("logback.configurationFile", "io/voicewebhooks/demo/logback.xml");
        int port = port("voice.http.port", 8080);
        int managementPort = port("voice.management.port", 9876);
        endIfTaken(Map.of("voice.http.port", port, "voice.management.port", managementPort));
        TemporaryDirectory directory = TemporaryDirectory.make("voice-webhooks-demo");
        String token = UUID.randomUUID().toString().replace("-", "");

        S3Server s3 = S3Server.start(directory.path().resolve("s3"));
        MailServer mail = MailServer.start();
        HttpReceiver http = HttpReceiver.start();
        TwilioAccount account = new TwilioAccount(Twilio.ACCOUNT, token);
        MediaServer media = new MediaServer(0, account);
        String listener = "http://127.0.0.1:" + port;

        Map<String, String> settings = new HashMap<>();
        settings.put("twilio.account-sid", Twilio.ACCOUNT);
        settings.put("twilio.auth-token", token);
        settings.put("voice.public-url", listener);
        settings.put("voice.http.host", "127.0.0.1");
        settings.put("voice.management.token", token);
        settings.put("voice.data-dir", directory.path().resolve("data").toString());
        settings.put("voice.sink.file.enabled", "false");
        settings.put("twilio.api-url", media.url());
        Stream.of(s3.settings(), mail.settings(), http.settings()).forEach(settings::putAll);
        settings.forEach(System::setProperty);

        long started = System.nanoTime();
        Thread application = new Thread(() -> VoiceWebhooks.main(new String[0]), "application");
        application.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> cleanUp(application, directory)));
        awaitReady(managementPort);

        System.out.printf(
                "Voice Webhooks runs at %s (ready after %.1f s). Everything is on this machine:%n",
                listener, (System.nanoTime() - started) / 1e9);
        System.out.printf(
                "  S3 server %s, SMTP server 127.0.0.1:%d, HTTP endpoint %s, media server %s%n",
                s3.endpoint(), mail.port(), http.url(), media.url());
        Audio message = Audio.tone(Duration.ofSeconds(3));
        call(new Simulator(account, media), listener, message);
        Outcome outcome = new Outcome(s3, mail, http);
        outcome.show(message);
        // its port is for the recordings of the call below
        media.close();

        System.out.println();
        System.out.printf(
                "It stays up; Ctrl-C stops it. Its console: http://127.0.0.1:%d, with the token %s%n",
                managementPort, token);
        System.out.println("  Calls     click the call: each request, what was answered, the message, each delivery");
        System.out.println("  Routes    the way it took, with figures; click a step for its file and line");
        System.out.println();
        System.out.println(
                "In another shell, a further signed request, or a call of your own; what comes of it is said here:");
        System.out.println();
        System.out.println(curl(listener, token));
        System.out.println();
        System.out.printf(
                "java @%s call --url %s/voice/incoming --status-callback %s/voice/status \\%n"
                        + "  --from +15551230001 --to +15558675310 --press '#' --media-port %s%n%n",
                command(directory, token),
                listener,
                listener,
                URI.create(media.url()).getPort());
        outcome.watch(application);
    }

    /** A file of arguments for Java: the commands of the application, with the token of this run. */
    private static Path command(TemporaryDirectory directory, String token) throws IOException {
        String classPath = System.getProperty("java.class.path").replace("\\", "\\\\");
        return Files.writeString(directory.path().resolve("voice-webhooks"), """
                -cp "%s"
                -Dtwilio.account-sid=%s
                -Dtwilio.auth-token=%s
                %s
                """.formatted(
                        classPath, Twilio.ACCOUNT, token, VoiceWebhooks.class.getName()));
    }

    /** Somebody leaves a message; Twilio's side of it is the simulator's. */
    private static void call(Simulator twilio, String listener, Audio message) {
        System.out.printf(
                "%nSomebody calls and leaves a message of %d seconds%n%n",
                message.length().toSeconds());
        Queue<Action> caller = new ArrayDeque<>(List.of(new Action.Speak(message), new Action.Press("#")));
        CallSetup setup = new CallSetup(
                listener + "/voice/incoming",
                "POST",
                Optional.empty(),
                Optional.of(listener + "/voice/status"),
                "+15551230001",
                "+15558675310",
                Map.of(),
                Optional.empty());
        Call call = twilio.call(setup, prompt -> caller.remove(), System.out);
        call.run();
        if (!call.problems().isEmpty() || call.recordings() != 1) {
            throw new IllegalStateException("this demonstration plays a voicemail, and there was none");
        }
    }

    private static void awaitReady(int managementPort) {
        HttpRequest ready = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + managementPort + "/observe/health/ready"))
                .build();
        HttpClient client = HttpClient.newHttpClient();
        Awaitility.await()
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(() -> client.send(ready, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200);
    }

    private static int port(String key, int standard) {
        return Integer.parseInt(
                System.getProperty(key, System.getenv().getOrDefault(variable(key), String.valueOf(standard))));
    }

    private static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    /** Ends the demonstration if somebody else has one of its ports, with a status that Maven adds nothing to. */
    private static void endIfTaken(Map<String, Integer> ports) {
        Map<String, Integer> taken = new TreeMap<>(ports);
        taken.values().removeIf(Demonstration::isFree);
        if (!taken.isEmpty()) {
            System.err.println(taken.entrySet().stream()
                            .map(port -> "port " + port.getValue() + " (" + port.getKey() + ")")
                            .collect(Collectors.joining(", ", "Taken: ", ". Choose others: "))
                    + taken.entrySet().stream()
                            .map(port -> variable(port.getKey()) + "="
                                    + (port.getValue() + (port.getValue() > 50_000 ? -10_000 : 10_000)) + " ")
                            .collect(Collectors.joining())
                    + "mvn test-compile exec:exec@demo");
            System.exit(TAKEN);
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** The command that posts a signed callback from a shell. */
    private static String curl(String listener, String token) {
        String now = DateTimeFormatter.RFC_1123_DATE_TIME.format(OffsetDateTime.now(ZoneOffset.UTC));
        List<Map.Entry<String, String>> form = Twilio.with(Twilio.status(Twilio.callSid(), "busy"), "Timestamp", now);
        String signature = new Twilio(listener, listener, token).sign("/voice/status", form);
        return form.stream()
                .map(field -> " \\\n  --data-urlencode '" + field.getKey() + "=" + field.getValue() + "'")
                .collect(Collectors.joining(
                        "", "curl -i '" + listener + "/voice/status' -H 'X-Twilio-Signature: " + signature + "'", ""));
    }

    private static void cleanUp(Thread application, TemporaryDirectory directory) {
        try {
            application.join(Duration.ofSeconds(20).toMillis());
            directory.close();
        } catch (UncheckedIOException e) {
            System.err.println(e.getMessage() + ": " + e.getCause().getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
