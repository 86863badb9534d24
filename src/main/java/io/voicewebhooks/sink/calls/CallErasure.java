package io.voicewebhooks.sink.calls;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.event.EventStore;
import io.voicewebhooks.event.IncompleteErasureException;
import io.voicewebhooks.journal.Queues;
import io.voicewebhooks.observe.Cause;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Forgets calls in the call log. */
final class CallErasure implements EventStore {
    private static final int CALLS_AT_ONCE = 500;
    private static final String CALLS_OF = """
            select call_sid from call where caller = :text or called = :text or call_sid = :text or parent_sid = :text
            union
            select leg.call_sid from call join call leg on leg.parent_sid = call.call_sid
              where call.caller = :text or call.called = :text""";

    private final Supplier<CallDatabase> log;
    private final BooleanSupplier isOn;

    CallErasure(CamelContext context) {
        this(() -> CallDatabase.of(context), () -> Settings.of(context).isOn(Key.CALLS_ENABLED));
    }

    CallErasure(Supplier<CallDatabase> log, BooleanSupplier isOn) {
        this.log = log;
        this.isOn = isOn;
    }

    /** What is done in the log. */
    private interface Step {
        void on(CallDatabase database, Map<String, Long> removed) throws SQLException;
    }

    @Override
    public String name() {
        return Queues.sink(Queues.CALLS);
    }

    @Override
    public boolean isOn() {
        return isOn.getAsBoolean();
    }

    @Override
    public Set<String> callsOf(String text) {
        return new HashSet<>(JdbcClient.create(log.get().reader())
                .sql(CALLS_OF)
                .param("text", text)
                .query(String.class)
                .list());
    }

    @Override
    public Map<String, Long> erase(Set<String> callSids) throws SQLException, IncompleteErasureException {
        return overwriting((database, removed) -> {
            ErasedCalls.add(database.writer(), callSids);
            List<String> sids = new ArrayList<>(callSids);
            for (int from = 0; from < sids.size(); from += CALLS_AT_ONCE) {
                List<Long> calls = JdbcClient.create(database.writer())
                        .sql("select id from call where call_sid in (:sids)")
                        .param("sids", sids.subList(from, Math.min(sids.size(), from + CALLS_AT_ONCE)))
                        .query(Long.class)
                        .list();
                if (!calls.isEmpty()) {
                    Transaction.in(database.writer(), step -> {
                        LegTraces traces = LegTraces.of(step, calls);
                        CallErasure.remove(step, calls).forEach((kind, rows) -> removed.merge(kind, rows, Long::sum));
                        traces.remove(step);
                    });
                }
            }
        });
    }

    @Override
    public Map<String, Long> eraseNumber(String number) throws SQLException, IncompleteErasureException {
        return overwriting((database, removed) -> new NumberInCalls(number).remove(database, places -> {
            if (places > 0) {
                removed.merge("mentions", places, Long::sum);
            }
        }));
    }

    /** What goes out of a file is overwritten, not only given free. */
    private Map<String, Long> overwriting(Step step) throws SQLException, IncompleteErasureException {
        CallDatabase database = log.get();
        JdbcTemplate writer = new JdbcTemplate(database.writer());
        Map<String, Long> removed = new LinkedHashMap<>();
        if (!database.isFile()) {
            counting(step, database, removed);
            return removed;
        }
        writer.queryForList("pragma secure_delete = on");
        try {
            counting(step, database, removed);
        } finally {
            writer.queryForList("pragma secure_delete = off");
        }
        // its first column says whether somebody who reads kept it from doing so
        Integer busy =
                writer.query("pragma wal_checkpoint(truncate)", row -> row.next() ? row.getInt(1) : Integer.valueOf(0));
        if (busy != 0) {
            throw new IncompleteErasureException(
                    "somebody else reads the database; until that ends, what was removed is still in its file -wal",
                    removed);
        }
        return removed;
    }

    /** What was done before something failed is done. */
    private static void counting(Step step, CallDatabase database, Map<String, Long> removed)
            throws SQLException, IncompleteErasureException {
        try {
            step.on(database, removed);
        } catch (SQLException | DataAccessException e) {
            if (removed.isEmpty()) {
                throw e;
            }
            throw new IncompleteErasureException(Cause.of(e), removed);
        }
    }

    /** Removes calls by their ids, with all that is of them. */
    static void remove(CallDatabase database, List<Long> ids) throws SQLException {
        Transaction.in(database.writer(), step -> remove(step, ids));
    }

    /** The same in a transaction. How many rows: {@code {calls, events, requests, deliveries}}. */
    private static Map<String, Long> remove(NamedParameterJdbcTemplate step, List<Long> ids) {
        Map<String, ?> calls = Map.of("calls", ids);
        long deliveries =
                step.update("delete from delivery where event in (select id from event where call in (:calls))", calls);
        long events = step.update("delete from event where call in (:calls)", calls);
        long requests = step.update("delete from exchange where call in (:calls)", calls);
        Map<String, Long> removed = new LinkedHashMap<>();
        removed.put("calls", (long) step.update("delete from call where id in (:calls)", calls));
        removed.put("events", events);
        removed.put("requests", requests);
        removed.put("deliveries", deliveries);
        return removed;
    }
}
