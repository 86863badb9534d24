package io.voicewebhooks.bench;

import io.voicewebhooks.support.Instance;
import io.voicewebhooks.support.JavaProcess;
import io.voicewebhooks.support.LoadClient;
import io.voicewebhooks.testkit.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** What a call log that is there already does to a start, and to webhooks while calls are removed from it. */
public final class LogUnderLoad {
    private static final int STARTS = 3;
    private static final int PER_SECOND = 200;
    private static final int WARM_UP_SECONDS = 20;
    private static final int SECONDS = 20;
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final String EVER = "3650d";

    private final Path log;

    private LogUnderLoad(Path log) {
        this.log = log;
    }

    /**
     * Prints both.
     *
     * @param log  a file of SQLite
     * @param keep what is older is removed
     */
    public static void measure(Path log, Duration keep) throws Exception {
        LogUnderLoad run = new LogUnderLoad(log);
        run.starts();
        run.retention(keep);
    }

    private Instance instance(Path directory) {
        return Instance.in(directory)
                .asDocumented()
                .set("voice.sink.calls.url", "jdbc:sqlite:" + log)
                .set("voice.sink.calls.max-size", "100GiB")
                .set("voice.sink.calls.keep", EVER);
    }

    private void starts() throws IOException {
        List<Double> without = new ArrayList<>();
        List<Double> with = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            without.add(start(false));
            with.add(start(true));
        }
        Collections.sort(without);
        Collections.sort(with);
        System.out.printf(
                "%nstarted in %.1f s without the call log, in %.1f s with this one (medians of %d)%n",
                without.get(STARTS / 2), with.get(STARTS / 2), STARTS);
    }

    private double start(boolean logging) throws IOException {
        try (TemporaryDirectory directory = TemporaryDirectory.make("voice-webhooks-log")) {
            Instance instance = instance(directory.path()).set("voice.sink.calls.enabled", String.valueOf(logging));
            long begun = System.nanoTime();
            try (JavaProcess application = instance.start()) {
                double seconds = (System.nanoTime() - begun) / 1e9;
                application.terminate();
                return seconds;
            }
        }
    }

    private void retention(Duration keep) throws Exception {
        System.out.printf(
                "%n%-26s %10s %10s %10s %10s%n", PER_SECOND + " callbacks a second", "", "p50 ms", "p99 ms", "max ms");
        load(EVER, "the log as it is", () -> TimeUnit.SECONDS.sleep(SECONDS));
        int before = calls(keep);
        load(keep.toSeconds() + "s", "calls are removed", () -> Awaitility.await("an end of the removal")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> calls(keep) == 0));
        System.out.printf("%n%,d calls removed%n", before - calls(keep));
    }

    private interface Meanwhile {
        void run() throws Exception;
    }

    private void load(String keep, String name, Meanwhile meanwhile) throws Exception {
        try (TemporaryDirectory directory = TemporaryDirectory.make("voice-webhooks-log")) {
            Instance instance = instance(directory.path()).set("voice.sink.calls.keep", keep);
            try (JavaProcess application = instance.start();
                    LoadClient client = new LoadClient(PER_SECOND);
                    SteadyLoad load = new SteadyLoad(PER_SECOND, 204, Post.status(client, instance.url()))) {
                TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
                load.measure();
                meanwhile.run();
                load.stop();
                Times times = load.take();
                System.out.printf(
                        "%-26s %,10d %10.1f %10.1f %10.1f%n",
                        name, times.count(), times.millis(50), times.millis(99), times.millis(100));
                application.terminate();
            }
        }
    }

    private int calls(Duration older) throws SQLException {
        long before = System.currentTimeMillis() - older.toMillis();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + log);
                ResultSet found = connection
                        .createStatement()
                        .executeQuery("select count(*) from call where started < " + before)) {
            return found.getInt(1);
        }
    }
}
