package io.voicewebhooks.bench;

import io.voicewebhooks.signature.SignatureKey;
import io.voicewebhooks.support.Instance;
import io.voicewebhooks.support.JavaProcess;
import io.voicewebhooks.support.LoadClient;
import io.voicewebhooks.support.RouteFolder;
import io.voicewebhooks.testkit.TemporaryDirectory;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * What growth does to call status callbacks: how many are answered a second, and the 99th percentile of their times, with one
 * token and 10,000, with 8 route files and 200, with an empty journal and one that holds a million events while every sink
 * is down:
 *
 * <pre>mvn -q -Pbench test-compile exec:exec -Dbench=growth</pre>
 *
 * Both sides of a comparison are up together and get the load in turn, a few seconds each, so that whatever else the machine
 * does meets both. 60 s each, or {@code seconds=10}; fewer events with {@code events=100000}. It ends with
 * status 1 if growth costs more than a factor of 1.2, if a callback is not answered with 204, or if an event is missing from
 * the queues in the end.
 */
public final class GrowthRun {
    private static final int SENDERS = 32;
    private static final int TOKENS = 10_000;
    private static final int ROUTE_FILES = 200;
    private static final double HIGHEST_RATIO = 1.2;
    private static final int SLICE_SECONDS = 5;
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration FILL_LIMIT = Duration.ofHours(1);
    private static final Duration ROUTING_LIMIT = Duration.ofMinutes(15);
    private static final Duration QUEUE_LIMIT = Duration.ofMinutes(1);
    private static final String JOURNAL = "voice.events";
    private static final List<String> SINK_QUEUES = List.of("voice.sink.http", "voice.sink.s3");

    /** The files that webhooks need to become events, and events to reach a sink. */
    private static final Set<String> FEW_FILES = Set.of(
            "call-status.camel.yaml",
            "recording-status.camel.yaml",
            "error-handling.camel.yaml",
            "journal.camel.yaml",
            "event-router.camel.yaml",
            "sink-s3.camel.yaml",
            "sink-http.camel.yaml",
            "sink-file.camel.yaml");

    private final long events;
    private final int seconds;
    private boolean fine = true;

    private GrowthRun(long events, int seconds) {
        this.events = events;
        this.seconds = seconds;
    }

    public static void main(String[] args) throws Exception {
        System.exit(
                new GrowthRun(Long.getLong("bench.events", 1_000_000), Integer.getInteger("bench.seconds", 60)).run()
                        ? 0
                        : 1);
    }

    private boolean run() throws Exception {
        System.out.printf(
                "call status callbacks over %d connections for %d s each, -Xmx256m, allowed: %.1f%n%n",
                SENDERS, seconds, HIGHEST_RATIO);
        System.out.printf("%-34s %12s %12s %12s %8s%n", "", "", "before", "grown", "ratio");
        tokens();
        routeFiles();
        journal();
        return fine;
    }

    private void tokens() throws Exception {
        try (TemporaryDirectory directory = TemporaryDirectory.make("voice-webhooks-growth")) {
            List<Account> accounts = new ArrayList<>();
            List<String> options = new ArrayList<>();
            for (int i = 0; i < TOKENS; i++) {
                Account account = new Account(String.format("AC%032x", i + 1), String.format("%032x", TOKENS + i));
                accounts.add(account);
                options.add("-Dtwilio.accounts." + account.sid() + ".auth-token=" + account.token());
            }
            // a command line has no room for them
            Path file = Files.write(directory.path().resolve("tokens"), options);
            Side one = new Side(directory.path().resolve("one"), List.of(new Account(Twilio.ACCOUNT, Twilio.TOKEN)));
            Side many = new Side(directory.path().resolve("many"), accounts);
            many.instance.asDocumented("@" + file);
            compare(String.format("1 token, %,d tokens", TOKENS), one, many, 0);
        }
    }

    private void routeFiles() throws Exception {
        try (TemporaryDirectory directory = TemporaryDirectory.make("voice-webhooks-growth")) {
            Side few = new Side(directory.path().resolve("few"));
            Side many = new Side(directory.path().resolve("many"));
            few.instance.set(use(fewFiles(directory.path().resolve("few"))));
            RouteFolder routes = fewFiles(directory.path().resolve("many"));
            String status = Files.readString(Path.of("routes", "call-status.camel.yaml"));
            for (int i = FEW_FILES.size(); i < ROUTE_FILES; i++) {
                routes.write(
                        "call-status-" + i + ".camel.yaml",
                        status.replace("id: call-status", "id: call-status-" + i)
                                .replace("/voice/status", "/voice/status-" + i));
            }
            many.instance.set(use(routes));
            compare(String.format("%d route files, %d files", FEW_FILES.size(), ROUTE_FILES), few, many, 0);
        }
    }

    private static RouteFolder fewFiles(Path directory) throws IOException {
        RouteFolder routes = RouteFolder.copiedTo(Files.createDirectories(directory));
        List<String> names;
        try (Stream<Path> files = Files.list(directory.resolve("routes"))) {
            names = files.map(file -> file.getFileName().toString()).toList();
        }
        for (String name : names) {
            if (name.endsWith(".camel.yaml") && !FEW_FILES.contains(name)) {
                routes.delete(name);
            }
        }
        return routes;
    }

    private static Map<String, String> use(RouteFolder routes) {
        Map<String, String> settings = new TreeMap<>(routes.settings());
        settings.put("camel.main.routesIncludePattern", routes.pattern());
        return settings;
    }

    private void journal() throws Exception {
        try (TemporaryDirectory directory = TemporaryDirectory.make("voice-webhooks-growth");
                CountingSink http = new CountingSink();
                CountingSink s3 = new CountingSink()) {
            // neither of the two listens
            Side empty = new Side(directory.path().resolve("empty"));
            Side full = new Side(directory.path().resolve("full"));
            for (Side side : List.of(empty, full)) {
                side.instance.set(http.httpSettings()).set(s3.s3Settings());
            }
            compare(String.format("empty journal, %,d events in it", events), empty, full, events);
        }
    }

    private record Account(String sid, String token) {}

    /** One side of a comparison: an application, and the load for it. */
    private static final class Side implements AutoCloseable {
        private final Instance instance;
        private final LoadClient client = new LoadClient(SENDERS);
        private final FullLoad load;
        private double measuredSeconds;

        Side(Path directory) {
            this(directory, List.of(new Account(Twilio.ACCOUNT, Twilio.TOKEN)));
        }

        /**
         * @param accounts those that the callbacks are of
         */
        Side(Path directory, List<Account> accounts) {
            instance = Instance.in(directory).asDocumented();
            List<SignatureKey> keys = accounts.stream()
                    .map(account -> new SignatureKey(account.token()))
                    .toList();
            load = new FullLoad(SENDERS, callSid -> {
                int account = ThreadLocalRandom.current().nextInt(accounts.size());
                return client.post(
                        instance.url(),
                        "/voice/status",
                        Twilio.with(
                                Twilio.status(callSid, "completed"),
                                "AccountSid",
                                accounts.get(account).sid()),
                        keys.get(account));
            });
        }

        void warmUp() throws Exception {
            load.during(WARM_UP);
            settle();
            load.times().clear();
        }

        void measure(int slice) throws Exception {
            long begun = System.nanoTime();
            load.during(Duration.ofSeconds(slice));
            measuredSeconds += (System.nanoTime() - begun) / 1e9;
            settle();
        }

        /** Lets the router finish, so that the other side has the machine to itself. */
        void settle() {
            Awaitility.await("an empty queue voice.events")
                    .atMost(ROUTING_LIMIT)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> instance.management().depth(JOURNAL) == 0);
        }

        double rate() {
            return load.times().count() / measuredSeconds;
        }

        /** Whether the queue of every sink holds every event; a delivery that is being tried is in none for a moment. */
        boolean hasAll() {
            try {
                Awaitility.await()
                        .atMost(QUEUE_LIMIT)
                        .pollInterval(Duration.ofMillis(200))
                        .until(() -> SINK_QUEUES.stream()
                                .mapToDouble(instance.management()::depth)
                                .allMatch(depth -> depth == load.acknowledged().size()));
                return true;
            } catch (ConditionTimeoutException e) {
                return false;
            }
        }

        @Override
        public void close() {
            load.close();
            client.close();
        }
    }

    /**
     * @param filled how many events are brought into the grown one before
     */
    private void compare(String name, Side before, Side grown, long filled) throws Exception {
        try (before;
                grown;
                JavaProcess one = before.instance.start();
                JavaProcess other = grown.instance.start()) {
            before.warmUp();
            grown.warmUp();
            if (filled > 0) {
                grown.load.until(filled, System.nanoTime() + FILL_LIMIT.toNanos());
                grown.settle();
                grown.load.times().clear();
            }
            for (int done = 0; done < seconds; done += SLICE_SECONDS) {
                int slice = Math.min(SLICE_SECONDS, seconds - done);
                // first the one, then the other
                boolean odd = done / SLICE_SECONDS % 2 == 1;
                (odd ? grown : before).measure(slice);
                (odd ? before : grown).measure(slice);
            }
            print(name, "a second", before.rate(), grown.rate(), before.rate() / grown.rate());
            double usual = before.load.times().millis(99);
            double now = grown.load.times().millis(99);
            print("", "p99 ms", usual, now, now / usual);
            System.out.printf(
                    "%-34s %12s %,12d %,12d%n",
                    "", "RSS MiB", Footprint.memory(one.pid()), Footprint.memory(other.pid()));
            boolean all = before.load.refused() + grown.load.refused() == 0
                    // without a sink nothing is kept
                    && (filled == 0 || before.hasAll() && grown.hasAll());
            if (!all) {
                System.out.println("some callbacks were not answered with 204, or some events are missing");
            }
            fine &= all;
        }
    }

    private void print(String name, String metric, double before, double grown, double ratio) {
        System.out.printf("%-34s %12s %,12.1f %,12.1f %8.2f%n", name, metric, before, grown, ratio);
        fine &= ratio <= HIGHEST_RATIO;
    }
}
