package io.voicewebhooks.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.config.OnePerContext;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.sink.calls.CallDatabase;
import io.voicewebhooks.sink.calls.CallLogOff;
import io.voicewebhooks.sink.calls.ErasedCalls;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the call log has of calls, and up to when it was compared with Twilio. */
final class LoggedCalls {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long AGAIN_NANOS = Duration.ofMinutes(1).toNanos();

    /** No webhook comes later; Twilio tries again for hours at most. */
    private static final Duration LATEST = Duration.ofDays(7);

    /** Ids of restored events that may still wait to be logged. */
    private static final int MOST_MADE = 100_000;

    private final JdbcClient log;
    private final JdbcClient writer;
    private final CallDatabase database;
    private final CallLogOff off;
    private final Set<String> made = Collections.synchronizedSet(NewestNames.of(MOST_MADE));
    private volatile boolean lately;
    private volatile long lookedAt = System.nanoTime() - AGAIN_NANOS;

    private LoggedCalls(CallDatabase database, CallLogOff off) {
        this.off = off;
        this.database = database;
        this.log = JdbcClient.create(database.reader());
        this.writer = JdbcClient.create(database.writer());
    }

    /** That of a context. */
    static LoggedCalls of(CamelContext context) {
        return OnePerContext.of(
                context,
                LoggedCalls.class,
                () -> new LoggedCalls(CallDatabase.of(context), new CallLogOff(Settings.of(context))));
    }

    /**
     * A call of the log.
     *
     * @param isThere  whether it is in the log at all
     * @param answered whether it was answered with TwiML
     * @param events   {@link #name} of each
     * @param numbers  those that Twilio gave to its status callbacks, from 0
     */
    record Logged(boolean isThere, boolean answered, Set<String> events, SortedSet<Integer> numbers) {
        static final Logged NONE = new Logged(false, false, Set.of(), Collections.emptySortedSet());

        /** Whether a status callback is missing that has a number before another. */
        boolean hasGap() {
            return !numbers.isEmpty() && numbers.size() <= numbers.last();
        }
    }

    /** What tells an event from all others: its kind, and the call or recording that it is of. */
    static String name(String kind, String subject) {
        return kind + " " + subject;
    }

    /** Those of the calls that are in the log, by CallSid. */
    Map<String, Logged> find(Collection<String> callSids) {
        Map<String, Logged> found = new HashMap<>();
        log.sql("""
                select c.call_sid, c.flow, e.type, e.seq, case when e.type like 'recording.%' then e.data end as data
                from call c left join event e on e.call = c.id
                where c.call_sid in (:sids)""").param("sids", callSids).query((ResultSet row) -> add(row, found));
        return found;
    }

    /** Those of the calls that were to be forgotten. */
    Set<String> erased(Collection<String> callSids) {
        return ErasedCalls.among(database.reader(), callSids);
    }

    private static void add(ResultSet row, Map<String, Logged> found) throws SQLException {
        String callSid = row.getString("call_sid");
        boolean answered = row.getString("flow") != null;
        Logged logged =
                found.computeIfAbsent(callSid, sid -> new Logged(true, answered, new HashSet<>(), new TreeSet<>()));
        String kind = row.getString("type");
        if (kind != null) {
            logged.events().add(name(kind, kind.startsWith("recording.") ? recording(row) : callSid));
        }
        if (row.getObject("seq") instanceof Number number) {
            logged.numbers().add(number.intValue());
        }
    }

    private static String recording(ResultSet row) throws SQLException {
        try {
            String data = row.getString("data");
            return data == null
                    ? ""
                    : MAPPER.readTree(data).path("RecordingSid").asText();
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    /** Events that are in the journal now. */
    void made(List<VoiceEvent> events) {
        events.forEach(event -> made.add(event.id()));
        writer.sql("update restored set at = :now")
                .param("now", System.currentTimeMillis())
                .update();
        lookedAt = System.nanoTime() - AGAIN_NANOS;
    }

    boolean isMade(VoiceEvent event) {
        return made.contains(event.id());
    }

    /** Whether a restored event was made; without a question where none was lately. */
    boolean hasMade(String callSid, String eventId) {
        return made.contains(eventId) || isLately() && isLogged(callSid, eventId);
    }

    private boolean isLogged(String callSid, String eventId) {
        return log.sql("""
                select 1 from event e join call c on c.id = e.call
                where c.call_sid = :call and e.event_id = :event""")
                .param("call", callSid)
                .param("event", eventId)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** Whether an event was made of late; another instance may have done so. */
    private boolean isLately() {
        if (System.nanoTime() - lookedAt >= AGAIN_NANOS) {
            long at = log.sql("select max(at) from restored").query(Long.class).single();
            lately = System.currentTimeMillis() - at < LATEST.toMillis();
            lookedAt = System.nanoTime();
        }
        return lately;
    }

    /** Calls that began earlier may have been removed, or were never there; the end of time while that is not known. */
    Instant wholeSince() {
        if (off.isNoted()) {
            return Instant.MAX;
        }
        return log.sql("select max(since) from coverage")
                .query(Long.class)
                .optional()
                .map(Instant::ofEpochMilli)
                .orElse(Instant.MAX);
    }

    /** Twilio's time up to which nothing of an account is missing. */
    Optional<Instant> reconciled(String accountSid) {
        return log.sql("select until from reconciled where account_sid = :account")
                .param("account", accountSid)
                .query(Long.class)
                .optional()
                .map(Instant::ofEpochMilli);
    }

    /** It goes back only where it was ahead of Twilio's clock. */
    void reconciled(String accountSid, Instant until) {
        writer.sql("""
                insert into reconciled (account_sid, until) values (:account, :until)
                on conflict (account_sid) do update set until = excluded.until""")
                .param("account", accountSid)
                .param("until", until.toEpochMilli())
                .update();
    }
}
