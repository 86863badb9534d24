package io.voicewebhooks.bench;

import io.voicewebhooks.support.Instance;
import io.voicewebhooks.support.JavaProcess;
import io.voicewebhooks.support.LoadClient;
import io.voicewebhooks.support.S3Server;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.TemporaryDirectory;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * How fast recordings go from Twilio to S3, and what they cost in memory:
 *
 * <pre>mvn -q -Pbench test-compile exec:exec -Dbench=recordings</pre>
 *
 * A hundred recordings of 2 GiB together, or of {@code megabytes=200}, from a media server to an S3 server: first
 * by a plain loop, {@link PlainArchive}, four at a time, as the S3 sink does them; then by the application. Each of the
 * four is a process of its own. It ends with status 1 if a recording is not in S3 as it was sent, or after half an hour.
 */
public final class RecordingsRun {
    private static final int RECORDINGS = 100;
    private static final int AT_A_TIME = 4;
    private static final String HEAP = "-Xmx192m";
    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final Pattern RESULT = Pattern.compile("archived in (\\d+) ms, (\\d+) MiB");
    private static final String DELIVERED = "voice_deliveries_total{outcome=\"delivered\",sink=\"s3\"}";
    private static final String RETRIED = "voice_deliveries_total{outcome=\"retried\",sink=\"s3\"}";

    private final long megabytes;
    private final BigRecordings recordings;
    private final Path directory;
    private final int mediaPort = Application.freePort();
    private final int s3Port = Application.freePort();
    private final String media = "http://127.0.0.1:" + mediaPort;
    private final String s3 = "http://127.0.0.1:" + s3Port;
    private final Map<String, String> settings;
    private final long deadline = System.nanoTime() + LIMIT.toNanos();

    private RecordingsRun(long megabytes, Path directory) {
        this.megabytes = megabytes;
        this.recordings = new BigRecordings(RECORDINGS, (megabytes << 20) / RECORDINGS);
        this.directory = directory;
        this.settings = Map.of(
                "recordings.number", String.valueOf(recordings.number()),
                "recordings.bytes", String.valueOf(recordings.bytes()),
                "media.port", String.valueOf(mediaPort),
                "media.url", media,
                "s3.port", String.valueOf(s3Port),
                "s3.endpoint", s3,
                "s3.directory", directory.resolve("s3").toString(),
                "plain.directory", directory.toString(),
                "plain.workers", String.valueOf(AT_A_TIME));
    }

    /** The S3 server as a process. */
    static final class S3Process {
        private S3Process() {}

        public static void main(String[] args) {
            S3Server server =
                    S3Server.start(Path.of(System.getProperty("s3.directory")), Integer.getInteger("s3.port"));
            System.out.println("ready at " + server.endpoint());
        }
    }

    public static void main(String[] args) throws Exception {
        boolean right;
        try (TemporaryDirectory directory = TemporaryDirectory.make("voice-webhooks-recordings")) {
            right = new RecordingsRun(Long.getLong("bench.megabytes", 2048), directory.path()).run();
        }
        System.exit(right ? 0 : 1);
    }

    private boolean run() throws Exception {
        System.out.printf(
                "%,d MiB in %d recordings, %d at a time, %s%n%n%-18s %8s %8s %14s %14s%n",
                megabytes, RECORDINGS, AT_A_TIME, HEAP, "", "seconds", "MB/s", "peak RSS MiB", "peak heap MiB");
        try (JavaProcess mediaServer = JavaProcess.start(directory, BigRecordings.Server.class, settings, "-Xmx128m");
                JavaProcess s3Server = JavaProcess.start(directory, S3Process.class, settings, "-Xmx512m");
                S3Client client = S3Server.client(s3)) {
            mediaServer.awaitOutput("ready", START_LIMIT);
            s3Server.awaitOutput("ready", START_LIMIT);
            double plain = plain();
            boolean plainRight = check(client, PlainArchive.PREFIX);
            double ours = application();
            boolean right = check(client, "recordings/");
            System.out.printf("%nthe application's MB/s / the plain loop's: %.2f%n", ours / plain);
            System.out.printf("every recording is in S3 as it was sent: %s%n", right && plainRight);
            return right && plainRight;
        }
    }

    /** Archives all of them with the loop; megabytes a second. */
    private double plain() {
        try (JavaProcess loop = JavaProcess.start(directory, PlainArchive.class, settings, HEAP)) {
            loop.awaitOutput("MiB", left());
            Matcher result = RESULT.matcher(loop.output());
            if (!result.find()) {
                throw new IllegalStateException("the loop did not say what it did:\n" + loop.output());
            }
            return print("plain loop", Long.parseLong(result.group(1)) / 1e3, Long.parseLong(result.group(2)), "-");
        }
    }

    /** Has the application archive all of them; megabytes a second. */
    private double application() throws Exception {
        Instance instance = Instance.in(directory.resolve("application"))
                .options(HEAP, "-XX:+ExitOnOutOfMemoryError")
                .set("twilio.api-url", media)
                .set(S3Server.settings(s3));
        try (JavaProcess application = instance.start();
                LoadClient client = new LoadClient(AT_A_TIME)) {
            archive(instance, client, recordings.small(), 0);
            long begun = System.nanoTime();
            long heap = archive(
                    instance, client, recordings.measured(), recordings.small().size());
            double seconds = (System.nanoTime() - begun) / 1e9;
            double rate =
                    print("the application", seconds, Footprint.peakMemory(application.pid()), String.valueOf(heap));
            System.out.printf(
                    "%ndeliveries to S3 that were tried again: %.0f%n",
                    instance.management().meter(RETRIED));
            return rate;
        }
    }

    /**
     * Posts the webhooks of recordings and waits until their audio and their events are in S3.
     *
     * @param before how many were archived already
     * @return the most heap that was seen in use meanwhile, in MiB
     */
    private long archive(Instance instance, LoadClient client, List<String> sids, int before) throws IOException {
        for (String sid : sids) {
            int status = client.post(
                    instance.url(), "/voice/recording", Twilio.recording(Twilio.callSid(), sid, "completed"));
            if (status != 204) {
                throw new IllegalStateException("the webhook of a recording was answered " + status);
            }
        }
        long[] most = {0};
        Awaitility.await("all recordings in S3")
                .atMost(left())
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    most[0] = Math.max(most[0], Footprint.heap(instance.management()));
                    // recording.completed and recording.archived
                    return instance.management().meter(DELIVERED) >= 2 * (before + sids.size());
                });
        return most[0];
    }

    private double print(String name, double seconds, long memory, String heap) {
        double rate = (double) recordings.bytes() * RECORDINGS / 1e6 / seconds;
        System.out.printf("%-18s %8.1f %8.1f %,14d %14s%n", name, seconds, rate, memory, heap);
        return rate;
    }

    /** Whether every recording is there as it was sent; deletes it, so that the next ones find as much room. */
    private boolean check(S3Client client, String prefix) throws IOException {
        List<String> keys =
                client
                        .listObjectsV2Paginator(
                                list -> list.bucket(S3Server.BUCKET).prefix(prefix))
                        .contents()
                        .stream()
                        .map(S3Object::key)
                        .toList();
        boolean right = true;
        for (String sid : recordings.measured()) {
            String key =
                    keys.stream().filter(any -> any.contains(sid)).findFirst().orElse(null);
            if (key == null) {
                System.out.printf("%s is not below %s%n", sid, prefix);
                right = false;
                continue;
            }
            HeadObjectResponse object =
                    client.headObject(head -> head.bucket(S3Server.BUCKET).key(key));
            right &= object.contentLength() == recordings.bytes()
                    && recordings.sha256(sid).equals(object.metadata().get("sha256"));
            client.deleteObject(delete -> delete.bucket(S3Server.BUCKET).key(key));
        }
        return right;
    }

    private Duration left() {
        return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
    }
}
