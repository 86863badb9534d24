package io.voicewebhooks.sink.calls;

import io.voicewebhooks.bench.LogUnderLoad;
import io.voicewebhooks.testkit.TemporaryDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A call log with a million calls: how many bytes a call takes, how long each filter of the list takes, how long the
 * application takes to start with them, and callbacks while a tenth of them is removed:
 *
 * <pre>mvn -q -Pbench test-compile exec:exec -Dbench="calls calls=1000000"</pre>
 *
 * A call has three events of 450 bytes, two sinks that got them at the first try, and three requests, one with TwiML. The
 * pages are read in turn, so that whatever else the machine does meets all filters. It ends with status 1 if the 99th
 * percentile of one is more than five times that of the newest page.
 */
public final class CallLogRun {
    private static final int ROUNDS = 200;
    private static final double HIGHEST_RATIO = 5;
    private static final int REMOVED_PART = 10;
    private static final int FEWEST = 100_000;
    private static final String[] FLOWS = {"forward", "voicemail", "menu", "reject", "closed"};
    private static final String DATA =
            "{\"AccountSid\":\"AC0123456789abcdef0123456789abcdef\",\"From\":\"%s\",\"x\":\"%s\"}";

    private static final String CALL = """
            insert into call (id, call_sid, account_sid, direction, caller, called, caller_rev, called_rev, started, updated,
              ended, status, seq, duration, flow, outcome, voicemail_seconds, undelivered)
            values (?, ?, 'AC0123456789abcdef0123456789abcdef', 'inbound', ?, ?, ?, ?, ?, ?, ?, ?, 3, 20, ?, ?, ?, ?)""";

    private static final String EVENT = "insert into event (id, call, event_id, type, at, seq, data, sinks)"
            + " values (?, ?, ?, ?, ?, ?, ?, 'file,http')";

    private static final String EXCHANGE = """
            insert into exchange (call, at, route, method, path, event_id, status, reply, millis, fallback)
            values (?, ?, ?, 'POST', ?, ?, ?, ?, 4, false)""";

    private static final String DELIVERY =
            "insert into delivery (event, sink, state, tries, updated) values (?, ?, ?, 1, ?)";

    private final int calls;
    private final long now = System.currentTimeMillis();
    private final Random random = new Random(1);

    private CallLogRun(int calls) {
        this.calls = calls;
    }

    public static void main(String... arguments) throws Exception {
        int calls = Integer.getInteger("bench.calls", 1_000_000);
        if (calls < FEWEST) {
            throw new IllegalArgumentException("calls=" + calls + ": " + FEWEST
                    + " or more, one a second, since no call is" + " removed on its first day");
        }
        System.exit(new CallLogRun(calls).run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        try (TemporaryDirectory directory = TemporaryDirectory.make("voice-webhooks-calls")) {
            Path file = directory.path().resolve("calls.db");
            CallDatabase database =
                    new CallDatabase(new SqliteStore(file, directory.path().resolve("natives")));
            boolean fine;
            try {
                long begun = System.nanoTime();
                fill(database, 0, calls);
                System.out.printf(
                        "%,d calls in %d s, %,d bytes a call%n%n",
                        calls, Duration.ofNanos(System.nanoTime() - begun).toSeconds(), Files.size(file) / calls);
                fine = filters(new CallQueries(database.reader()));
            } finally {
                database.close();
            }
            LogUnderLoad.measure(file, Duration.ofMillis(System.currentTimeMillis() - started(calls / REMOVED_PART)));
            return fine;
        }
    }

    private String caller(long call) {
        return "+1555%07d".formatted(call * 7_919 % 10_000_000);
    }

    /** A call a second, the last one now. */
    private long started(long call) {
        return now - (calls - call) * 1_000;
    }

    private void fill(CallDatabase database, int first, int end) throws SQLException {
        try (Connection connection = database.writer().getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement call = connection.prepareStatement(CALL);
                    PreparedStatement event = connection.prepareStatement(EVENT);
                    PreparedStatement exchange = connection.prepareStatement(EXCHANGE);
                    PreparedStatement delivery = connection.prepareStatement(DELIVERY)) {
                for (int i = first; i < end; i++) {
                    String called = "+1555867531" + i % 3;
                    boolean message = i % 4 == 0;
                    boolean open = i % 1_000 == 0;
                    add(
                            call,
                            i + 1L,
                            "CA%032x".formatted(i),
                            caller(i),
                            called,
                            new StringBuilder(caller(i)).reverse().toString(),
                            new StringBuilder(called).reverse().toString(),
                            started(i),
                            started(i),
                            started(i) + 20_000,
                            i % 500 == 0 ? "failed" : i % 20 == 0 ? "no-answer" : "completed",
                            FLOWS[i % 100 == 0 ? 4 : i % 10 == 0 ? 2 + i % 2 : i % 2],
                            message ? "voicemail" : "answered",
                            message ? i % 60 : null,
                            open ? 1 : 0);
                    for (int step = 0; step < 3; step++) {
                        long id = i * 3L + step + 1;
                        String eventId = "%032x".formatted(id * 1_000_003L);
                        add(
                                event,
                                id,
                                i + 1L,
                                eventId,
                                List.of("call.incoming", "recording.completed", "call.completed")
                                        .get(step),
                                started(i) + step * 5_000L,
                                step,
                                DATA.formatted(caller(i), "x".repeat(370)));
                        add(
                                exchange,
                                i + 1L,
                                started(i) + step * 5_000L,
                                List.of("incoming-call", "recording-status", "call-status")
                                        .get(step),
                                List.of("/voice/incoming", "/voice/recording", "/voice/status")
                                        .get(step),
                                eventId,
                                step == 0 ? 200 : 204,
                                step == 0 ? "<Response><Say>" + "x".repeat(350) + "</Say></Response>" : null);
                        add(delivery, id, "file", "delivered", started(i));
                        add(delivery, id, "http", open && step == 2 ? "retrying" : "delivered", started(i));
                    }
                    if (i % 5_000 == 4_999 || i == end - 1) {
                        for (PreparedStatement each : List.of(call, event, exchange, delivery)) {
                            each.executeBatch();
                        }
                        connection.commit();
                    }
                }
            }
        }
    }

    private static void add(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        statement.addBatch();
    }

    private interface Filter {
        CallFilter next();
    }

    private Map<String, Filter> all() {
        Map<String, Filter> all = new LinkedHashMap<>();
        List<String> none = List.of();
        all.put("newest page", () -> filter(none, none, none, false, false, false));
        all.put("a page in the middle", () -> filter(none, none, none, false, false, true));
        all.put("a caller", () -> filter(List.of(caller(random.nextInt(calls))), none, none, false, false, false));
        all.put("a number of ours", () -> filter(List.of("+15558675310"), none, none, false, false, true));
        all.put(
                "four digits",
                () -> filter(List.of("%04d".formatted(random.nextInt(10_000))), none, none, false, false, false));
        all.put("digits of ours", () -> filter(List.of("8675311"), none, none, false, false, true));
        all.put("a rare status", () -> filter(none, List.of("failed"), none, false, false, true));
        all.put("two statuses", () -> filter(none, List.of("completed", "no-answer"), none, false, false, true));
        all.put("a flow", () -> filter(none, none, List.of("closed"), false, false, true));
        all.put("voicemail", () -> filter(none, none, none, true, false, true));
        all.put("not delivered", () -> filter(none, none, none, false, true, true));
        all.put("status and voicemail", () -> filter(none, List.of("no-answer"), none, true, false, true));
        all.put(
                "a number of ours and a status",
                () -> filter(List.of("+15558675312"), List.of("failed"), none, false, false, true));
        return all;
    }

    private CallFilter filter(
            List<String> numbers,
            List<String> statuses,
            List<String> flows,
            boolean voicemail,
            boolean undelivered,
            boolean later) {
        Optional<CallFilter.Place> after = later
                ? Optional.of(new CallFilter.Place(started(calls / 2 + random.nextInt(calls / 2)), 0))
                : Optional.empty();
        return new CallFilter(
                numbers,
                statuses,
                flows,
                Optional.empty(),
                voicemail,
                undelivered,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                after,
                50);
    }

    private boolean filters(CallQueries queries) throws SQLException {
        Map<String, List<Double>> times = new LinkedHashMap<>();
        for (int round = -ROUNDS / 10; round < ROUNDS; round++) {
            for (Map.Entry<String, Filter> each : all().entrySet()) {
                CallFilter filter = each.getValue().next();
                long begun = System.nanoTime();
                queries.list(filter);
                double millis = (System.nanoTime() - begun) / 1e6;
                // the first ones warm up
                if (round >= 0) {
                    times.computeIfAbsent(each.getKey(), name -> new ArrayList<>())
                            .add(millis);
                }
            }
        }
        double usual = percentile(times.get("newest page"), 99);
        boolean fine = true;
        System.out.printf("%-32s %8s %8s %8s%n", "", "p50 ms", "p99 ms", "ratio");
        for (Map.Entry<String, List<Double>> each : times.entrySet()) {
            double ratio = percentile(each.getValue(), 99) / usual;
            System.out.printf(
                    "%-32s %8.2f %8.2f %8.2f%n",
                    each.getKey(), percentile(each.getValue(), 50), percentile(each.getValue(), 99), ratio);
            fine &= ratio <= HIGHEST_RATIO;
        }
        return fine;
    }

    private static double percentile(List<Double> times, int percent) {
        Collections.sort(times);
        return times.get((int) Math.ceil(times.size() * percent / 100.0) - 1);
    }
}
