package io.voicewebhooks.bench;

import io.voicewebhooks.support.Run;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * What a flood of forged requests does to valid ones: signed call status callbacks at a steady rate, first alone, then
 * beside 20,000 forged requests a minute. The application runs as a process of its own, with its own logging. Takes about a
 * minute; the exit status is 1 if a valid request was not served, or if the 99th percentile of their times is more than
 * three times what it was before.
 */
public final class FloodRun {
    private static final int VALID_PER_MINUTE = 3_000;
    private static final int FORGED_PER_MINUTE = 20_000;
    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final Duration PHASE = Duration.ofSeconds(20);
    private static final int MOST_TIMES_SLOWER = 3;
    private static final String TARGET = "/voice/status";

    private final Twilio twilio;

    private FloodRun(Twilio twilio) {
        this.twilio = twilio;
    }

    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("voice-webhooks-flood");
        int port = Application.freePort();
        int management = Application.freePort();
        Map<String, String> properties = Map.of(
                "twilio.account-sid",
                Twilio.ACCOUNT,
                "twilio.auth-token",
                Twilio.TOKEN,
                "voice.public-url",
                Twilio.PUBLIC_URL,
                "voice.http.host",
                "127.0.0.1",
                "voice.http.port",
                String.valueOf(port),
                "voice.management.port",
                String.valueOf(management),
                "voice.sink.file.enabled",
                "false");
        boolean held;
        try (Run run = Run.start(Files.createDirectory(directory.resolve("working")), "run", properties, List.of())) {
            awaitReady(management);
            held = new FloodRun(new Twilio("http://127.0.0.1:" + port, Twilio.PUBLIC_URL, Twilio.TOKEN)).run();
            run.terminate();
            run.status();
        }
        System.exit(held ? 0 : 1);
    }

    private static void awaitReady(int management) {
        HttpRequest ready = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + management + "/observe/health/ready"))
                .build();
        HttpClient client = HttpClient.newHttpClient();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> client.send(ready, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200);
    }

    private boolean run() {
        System.out.printf(
                "%,d valid and %,d forged requests a minute; %d processors, Java %s%n",
                VALID_PER_MINUTE,
                FORGED_PER_MINUTE,
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"));
        try (Stream valid = valid();
                Stream forged = forged()) {
            System.out.printf("warm-up with both, %d s%n%n", WARM_UP.toSeconds());
            Stream.runFor(WARM_UP, valid, forged);
            valid.clear();
            forged.clear();

            System.out.printf("%-28s %8s %8s %10s %10s %10s%n", "", "sent", "as meant", "median", "p99", "longest");
            Stream.runFor(PHASE, valid);
            boolean servedAlone = valid.print("valid, alone");
            double before = valid.percentile(99);
            valid.clear();

            Stream.runFor(PHASE, valid, forged);
            boolean served = valid.print("valid, beside the flood");
            boolean refused = forged.print("forged");
            double times = valid.percentile(99) / before;
            System.out.printf(
                    "%nThe p99 of valid requests is %.1f times what it was; allowed: %d%n", times, MOST_TIMES_SLOWER);
            return servedAlone && served && refused && times <= MOST_TIMES_SLOWER;
        }
    }

    private Stream valid() {
        return new Stream(VALID_PER_MINUTE, status -> status == 204, () -> {
            var form = Twilio.status(Twilio.callSid(), "completed");
            return twilio.posting(TARGET, form, twilio.sign(TARGET, form));
        });
    }

    private Stream forged() {
        return new Stream(
                FORGED_PER_MINUTE,
                // 503 where the processors cannot keep up
                status -> status == 403 || status == 503,
                () -> twilio.posting(
                        TARGET, Twilio.status(Twilio.callSid(), "completed"), "AAAAAAAAAAAAAAAAAAAAAAAAAAA="));
    }
}
