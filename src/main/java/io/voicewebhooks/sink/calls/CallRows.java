package io.voicewebhooks.sink.calls;

import io.voicewebhooks.delivery.DeliveryOutcome;
import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.signature.AnsweredRequest;
import io.voicewebhooks.signature.SignedParameters;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Writes what the {@link CallLog} has collected, each batch in one transaction. Calls and events that the log's own sink has
 * not had yet come into being; it brings what is missing of them.
 */
final class CallRows {
    private static final Pattern REJECT = Pattern.compile("<Response[^>]*>(\\s|<!--.*?-->)*<Reject\\b", Pattern.DOTALL);
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_PATH = 2048;
    private static final int SAME_GAP_MILLIS = 60_000;
    private final JdbcTemplate jdbc;

    private CallRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    static void write(DataSource writer, List<?> entries) throws SQLException {
        Transaction.in(writer, jdbc -> new CallRows(jdbc).write(entries));
    }

    private void write(List<?> entries) {
        List<AnsweredRequest> requests = only(AnsweredRequest.class, entries);
        List<DeliveryOutcome> outcomes = only(DeliveryOutcome.class, entries);
        calls(requests, outcomes);
        answered(requests);
        delivered(outcomes);
        only(CallLog.Gap.class, entries).forEach(this::gap);
    }

    private static <T> List<T> only(Class<T> type, List<?> entries) {
        return entries.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private void calls(List<AnsweredRequest> requests, List<DeliveryOutcome> outcomes) {
        // in the same order everywhere, so that several instances do not wait for each other
        Map<String, Object[]> calls = new TreeMap<>();
        requests.forEach(each -> calls.computeIfAbsent(
                each.parameters().text("CallSid"), sid -> call(sid, each.parameters(), each.arrived())));
        outcomes.forEach(each -> calls.computeIfAbsent(
                each.event().callsid(), sid -> call(sid, each.event().data(), each.at())));
        jdbc.batchUpdate("""
                insert into call (call_sid, caller_rev, called_rev, account_sid, parent_sid, direction, caller, called, status,
                  started, updated)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (call_sid) do nothing""", List.copyOf(calls.values()));
    }

    private static Object[] call(String callSid, Map<String, Object> sent, long time) {
        List<Object> row = new ArrayList<>(List.of(callSid));
        for (String number : List.of("From", "To")) {
            String text = text(sent, number);
            row.add(text == null ? null : new StringBuilder(text).reverse().toString());
        }
        for (String name : List.of("AccountSid", "ParentCallSid", "Direction", "From", "To", "CallStatus")) {
            row.add(text(sent, name));
        }
        Collections.addAll(row, time, time);
        return row.toArray();
    }

    private static String text(Map<String, Object> sent, String name) {
        return sent.get(name) instanceof String text && !text.isEmpty() ? new Kept().text(text, LONGEST_NAME) : null;
    }

    private void answered(List<AnsweredRequest> requests) {
        List<Object[]> exchanges = new ArrayList<>();
        List<Object[]> flows = new ArrayList<>();
        for (AnsweredRequest request : requests) {
            SignedParameters sent = request.parameters();
            String reply = request.reply() == null ? "" : new String(request.reply(), StandardCharsets.UTF_8);
            // where it could not be stored, there is no event to keep them
            boolean isInEvent = request.eventId() != null && request.status() < 400;
            Kept kept = new Kept();
            exchanges.add(new Object[] {
                sent.text("CallSid"),
                request.arrived(),
                request.route(),
                sent.request().method(),
                kept.text(sent.request().target(), LONGEST_PATH),
                isInEvent ? null : kept.parameters(sent),
                request.eventId(),
                request.status(),
                reply.isEmpty() ? null : kept.text(reply),
                request.millis(),
                "fallback".equals(request.template()),
                kept.cut()
            });
            if (reply.contains("<Response")) {
                String flow = request.template() == null ? request.route() : request.template();
                flows.add(new Object[] {flow, REJECT.matcher(reply).find() ? "rejected" : null, sent.text("CallSid")});
            }
        }
        jdbc.batchUpdate("""
                insert into exchange (call, at, route, method, path, parameters, event_id, status, reply, millis, fallback, cut)
                values ((select id from call where call_sid = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", exchanges);
        jdbc.batchUpdate(
                "update call set flow = coalesce(flow, ?), outcome = coalesce(?, outcome) where call_sid = ?", flows);
    }

    private void delivered(List<DeliveryOutcome> outcomes) {
        List<Object[]> events = new ArrayList<>();
        for (DeliveryOutcome outcome : outcomes) {
            VoiceEvent event = outcome.event();
            Instant at = Instant.parse(event.time());
            events.add(new Object[] {event.callsid(), event.id(), event.kind(), at.toEpochMilli()});
        }
        jdbc.batchUpdate("""
                insert into event (call, event_id, type, at) values ((select id from call where call_sid = ?), ?, ?, ?)
                on conflict (call, event_id) do nothing""", events);
        Map<String, Object[]> calls = new TreeMap<>();
        for (DeliveryOutcome outcome : outcomes) {
            if (!delivered(outcome)) {
                // a call is looked for where it is a leg of it that has something to wait for
                for (String sid :
                        List.of(outcome.event().callsid(), outcome.event().text("ParentCallSid"))) {
                    calls.put(sid, new Object[] {sid});
                }
            }
        }
        jdbc.batchUpdate("""
                update call set undelivered = (
                  select count(*) from call part join event on event.call = part.id join delivery on delivery.event = event.id
                  where (part.id = call.id or part.parent_sid = call.call_sid) and delivery.state <> 'delivered')
                where call_sid = ?""", List.copyOf(calls.values()));
    }

    /** Whether it was delivered at the first try. */
    private boolean delivered(DeliveryOutcome outcome) {
        VoiceEvent told = outcome.event();
        String find = "select event.id from event join call on call.id = call where call_sid = ? and event_id = ?";
        long event = jdbc.queryForObject(find, Long.class, told.callsid(), told.id());
        List<Map<String, Object>> rows =
                jdbc.queryForList("select * from delivery where event = ? and sink = ?", event, outcome.sink());
        DeliveryRow row = DeliveryRow.of(outcome);
        for (Map<String, Object> before : rows) {
            row = row.after(DeliveryRow.of(before));
        }
        jdbc.update(
                """
                insert into delivery (event, sink, state, tries, attempts, next_at, reason, updated)
                values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (event, sink) do update set
                  state = excluded.state, tries = excluded.tries, attempts = excluded.attempts,
                  next_at = excluded.next_at, reason = excluded.reason, updated = excluded.updated""",
                event,
                outcome.sink(),
                row.state(),
                row.tries(),
                row.attempts(),
                row.nextAt(),
                row.reason(),
                row.updated());
        return rows.isEmpty() && outcome.state().equals("delivered");
    }

    /** Gaps that follow each other soon are one. */
    private void gap(CallLog.Gap gap) {
        int longer = jdbc.update(
                "update gap set until = ?, dropped = dropped + ? where until >= ?",
                gap.until(),
                gap.dropped(),
                gap.since() - SAME_GAP_MILLIS);
        if (longer == 0) {
            jdbc.update(
                    "insert into gap (since, until, dropped) values (?, ?, ?)",
                    gap.since(),
                    gap.until(),
                    gap.dropped());
        }
    }
}
