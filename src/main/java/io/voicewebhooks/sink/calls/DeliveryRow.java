package io.voicewebhooks.sink.calls;

import io.voicewebhooks.delivery.DeliveryOutcome;
import io.voicewebhooks.delivery.Reason;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How a delivery stands. Its tries may be told in any order, more than once, and not at all; the next one tells of the
 * failures before it. An operator who redrives a dead letter has them counted anew, the log goes on.
 *
 * @param known the tries with time, and error unless they delivered
 */
record DeliveryRow(String state, int tries, Set<Map<String, String>> known, Long nextAt, String reason, long updated) {
    private static final int MOST = 12;

    static DeliveryRow of(DeliveryOutcome outcome) {
        Set<Map<String, String>> known = new LinkedHashSet<>();
        String reason = null;
        for (String line : outcome.failures().lines().toList()) {
            String[] parts = (line + " ").split(" ", 2);
            reason = Reason.withoutUrls(parts[1].strip());
            known.add(Map.of("time", parts[0], "error", reason));
        }
        if (outcome.state().equals("delivered")) {
            known.add(Map.of("time", time(outcome.at())));
            reason = null;
        }
        Long next = outcome.nextTry() == 0 ? null : outcome.nextTry();
        return new DeliveryRow(outcome.state(), outcome.tries(), known, next, Kept.clean(reason), outcome.at());
    }

    /** A row of the table. */
    static DeliveryRow of(Map<String, Object> row) {
        long updated = ((Number) row.get("updated")).longValue();
        String attempts = (String) row.get("attempts");
        return new DeliveryRow(
                (String) row.get("state"),
                ((Number) row.get("tries")).intValue(),
                new LinkedHashSet<>(attempts == null ? List.of(Map.of("time", time(updated))) : Kept.list(attempts)),
                row.get("next_at") instanceof Number next ? next.longValue() : null,
                (String) row.get("reason"),
                updated);
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    /** The same with what was known before; the later one says how it stands. */
    DeliveryRow after(DeliveryRow before) {
        Set<Map<String, String>> all = new LinkedHashSet<>(before.known);
        all.addAll(known);
        int added = all.size() - before.known.size();
        DeliveryRow last = updated < before.updated ? before : this;
        int number = Math.max(before.tries + added, tries);
        return new DeliveryRow(last.state, number, all, last.nextAt, last.reason, last.updated);
    }

    /** As {@code set-delivery.sql} names them. */
    Map<String, Object> columns() {
        Map<String, Object> columns = new HashMap<>();
        columns.put("state", state);
        columns.put("tries", tries);
        columns.put("attempts", attempts());
        columns.put("nextAt", nextAt);
        columns.put("reason", reason);
        columns.put("updated", updated);
        return columns;
    }

    /** The latest tries, {@code [{"time", "error"}]}; {@code null} where the first one delivered. */
    private String attempts() {
        Stream<Map<String, String>> sorted = known.stream().sorted(Comparator.comparing(each -> each.get("time")));
        return tries == 1 && state.equals("delivered")
                ? null
                : Kept.json(sorted.skip(Math.max(0, known.size() - MOST)).toList());
    }
}
