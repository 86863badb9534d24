package io.voicewebhooks.sink.calls;

import io.voicewebhooks.delivery.DeliveryOutcome;
import io.voicewebhooks.event.CardNumbers;
import io.voicewebhooks.event.PaymentData;
import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.signature.AnsweredRequest;
import io.voicewebhooks.signature.SignedParameters;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SimplePropertySqlParameterSource;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.namedparam.SqlParameterSourceUtils;

/**
 * Writes what the {@link CallLog} has collected, each batch in one transaction. Calls and events that the log's own sink has
 * not had yet come into being; it brings what is missing of them.
 */
final class CallRows {
    private static final Pattern REJECT = Pattern.compile("<Response[^>]*>(\\s|<!--.*?-->)*<Reject\\b", Pattern.DOTALL);
    private static final int LONGEST_PATH = 2048;
    private static final int SAME_GAP_MILLIS = 60_000;

    private final NamedParameterJdbcTemplate jdbc;

    private CallRows(NamedParameterJdbcTemplate jdbc) {
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

    private void batch(String statement, Collection<Map<String, Object>> rows) {
        jdbc.batchUpdate(statement, SqlParameterSourceUtils.createBatch(rows));
    }

    private void calls(List<AnsweredRequest> requests, List<DeliveryOutcome> outcomes) {
        // in the same order everywhere, so that several instances do not wait for each other
        Map<String, Map<String, Object>> calls = new TreeMap<>();
        requests.forEach(each -> calls.computeIfAbsent(
                each.parameters().text("CallSid"), sid -> CallColumns.ofCall(sid, each.parameters(), each.arrived())));
        outcomes.forEach(each -> calls.computeIfAbsent(
                each.event().callsid(),
                sid -> CallColumns.ofCall(sid, each.event().data(), each.at())));
        batch(Sql.of("add-call"), calls.values());
    }

    private void answered(List<AnsweredRequest> requests) {
        List<Map<String, Object>> exchanges = requests.stream()
                .sorted(Comparator.comparing(each -> each.parameters().text("CallSid")))
                .map(CallRows::exchange)
                .toList();
        batch(Sql.of("add-exchange"), exchanges);
        batch(
                "update call set flow = coalesce(flow, :flow), outcome = coalesce(:outcome, outcome) where call_sid = :callSid",
                exchanges.stream().filter(each -> each.get("flow") != null).toList());
    }

    /** With {@code flow} and {@code outcome} of the call where it was answered with TwiML. */
    private static Map<String, Object> exchange(AnsweredRequest request) {
        SignedParameters sent = request.parameters();
        String reply = request.reply() == null ? "" : new String(request.reply(), StandardCharsets.UTF_8);
        // where it could not be stored, there is no event to keep them
        boolean isInEvent = request.eventId() != null && request.status() < 400;
        Kept kept = new Kept();
        Map<String, Object> row = new HashMap<>();
        row.put("callSid", sent.text("CallSid"));
        row.put("at", request.arrived());
        row.put("route", request.route());
        row.put("method", sent.request().method());
        row.put(
                "path",
                kept.text(CardNumbers.masked(PaymentData.masked(sent.request().target(), sent)), LONGEST_PATH));
        row.put("parameters", isInEvent ? null : kept.parameters(sent));
        row.put("eventId", request.eventId());
        row.put("status", request.status());
        row.put("reply", reply.isEmpty() ? null : kept.text(CardNumbers.masked(reply)));
        row.put("millis", request.millis());
        row.put("fallback", "fallback".equals(request.template()));
        row.put("cut", kept.cut());
        if (reply.contains("<Response")) {
            row.put("flow", request.template() == null ? request.route() : request.template());
            row.put("outcome", REJECT.matcher(reply).find() ? "rejected" : null);
        }
        return row;
    }

    private void delivered(List<DeliveryOutcome> outcomes) {
        batch(
                Sql.of("add-event"),
                outcomes.stream().map(outcome -> columns(outcome.event())).toList());
        Set<String> open = new TreeSet<>();
        for (DeliveryOutcome outcome : outcomes) {
            if (!delivered(outcome)) {
                open.addAll(List.of(outcome.event().callsid(), outcome.event().text("ParentCallSid")));
            }
        }
        batch(
                Sql.of("undelivered"),
                open.stream().map(sid -> Map.<String, Object>of("callSid", sid)).toList());
    }

    private static Map<String, Object> columns(VoiceEvent event) {
        long at = Instant.parse(event.time()).toEpochMilli();
        return Map.of("callSid", event.callsid(), "id", event.id(), "kind", event.kind(), "at", at);
    }

    /** Whether it was delivered at the first try. */
    private boolean delivered(DeliveryOutcome outcome) {
        Map<String, Object> key = new HashMap<>(columns(outcome.event()));
        String find =
                "select event.id from event join call on call.id = call where call_sid = :callSid and event_id = :id";
        key.put("event", jdbc.queryForObject(find, key, Long.class));
        key.put("sink", outcome.sink());
        List<Map<String, Object>> rows =
                jdbc.queryForList("select * from delivery where event = :event and sink = :sink", key);
        DeliveryRow row = DeliveryRow.of(outcome);
        for (Map<String, Object> before : rows) {
            row = row.after(DeliveryRow.of(before));
        }
        key.putAll(row.columns());
        jdbc.update(Sql.of("set-delivery"), key);
        return rows.isEmpty() && outcome.state().equals("delivered");
    }

    /** Gaps that follow each other soon are one. */
    private void gap(CallLog.Gap gap) {
        SqlParameterSource values = new SimplePropertySqlParameterSource(gap);
        String longer = "update gap set until = :until, dropped = dropped + :dropped where until >= :since - "
                + SAME_GAP_MILLIS;
        if (jdbc.update(longer, values) == 0) {
            jdbc.update("insert into gap (since, until, dropped) values (:since, :until, :dropped)", values);
        }
    }
}
