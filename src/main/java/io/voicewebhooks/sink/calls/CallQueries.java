package io.voicewebhooks.sink.calls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the log tells, as JSON. It knows nothing of the queues: where the router sent an event to a sink and no try is known,
 * the delivery is {@code waiting}. What is of the legs of a call is the call's.
 */
public final class CallQueries {
    private static final String ID = "id";
    /** A statement takes some thousands of values at most. */
    private static final int CALLS_AT_ONCE = 500;

    private final JdbcClient log;

    public CallQueries(DataSource log) {
        this.log = JdbcClient.create(log);
    }

    /**
     * A page of calls.
     *
     * @param calls {@code {callSid, accountSid, direction, from, to, started, ended, status, duration, flow, outcome, answeredBy,
     *              voicemailSeconds, fallback, deliveries}}
     * @param next  where the next page begins, if there is one
     * @param gaps  {@code {from, to, dropped}}: when exchanges and deliveries were not kept, the latest first
     */
    public record Page(List<ObjectNode> calls, Optional<CallFilter.Place> next, List<ObjectNode> gaps) {}

    /** Calls, the newest first, without their legs. */
    public Page list(CallFilter filter) {
        PageOfCalls page = new PageOfCalls(log, filter);
        List<ObjectNode> calls = rows(page.statement(), page.values());
        Optional<CallFilter.Place> next = Optional.empty();
        if (calls.size() > filter.limit()) {
            calls.remove(filter.limit());
            ObjectNode last = calls.get(filter.limit() - 1);
            long started = Instant.parse(last.path("started").asText()).toEpochMilli();
            next = Optional.of(new CallFilter.Place(started, last.path(ID).asLong()));
        }
        complete(calls);
        String gaps =
                "select since as \"from:time\", until as \"to:time\", dropped from gap order by until desc limit 20";
        return new Page(calls, next, rows(gaps, Map.of()));
    }

    /** One call, also with {@code exchanges, events, recordings, legs} and what is {@code missing}. */
    public Optional<ObjectNode> show(String callSid) {
        List<ObjectNode> found = rows(Sql.of("list") + "call_sid = :sid", Map.of("sid", callSid));
        complete(found);
        found.forEach(call -> {
            List<ObjectNode> events = of(found, "events");
            List<ObjectNode> exchanges = of(found, "exchanges");
            // what an event has beside the parameters
            exchanges.forEach(exchange -> exchange.withObject("parameters").remove(Set.of("context", "archive")));
            List<ObjectNode> legs =
                    rows(Sql.of("list") + "parent_sid = :sid order by started, id", Map.of("sid", callSid));
            complete(legs);
            call.putArray("exchanges").addAll(exchanges);
            call.putArray("events").addAll(events);
            call.putArray("recordings").addAll(recordings(events));
            call.putArray("legs").addAll(legs);
            Missing.of(call).forEach(call.putArray("missing")::add);
        });
        return found.stream().findFirst();
    }

    /**
     * {@code {events: [{row, id, type, at, data, callSid, from, to}], newest: 17}}: events in the order in which they came into
     * the log, the newest last.
     *
     * @param after the row behind which they begin; without it they are the newest
     */
    public ObjectNode arrived(Optional<Long> after, int limit) {
        Map<String, Object> asked = new HashMap<>(Map.of("limit", limit));
        asked.put("after", after.orElse(null));
        ObjectNode answer = rows("select coalesce(max(id), 0) as \"newest\" from event", Map.of())
                .get(0);
        answer.putArray("events").addAll(rows(Sql.of("arrived"), asked));
        return answer;
    }

    /** How many events of calls each sink has got: {@code {email: 2}}. */
    public Map<String, Long> delivered(Collection<String> callSids) {
        Map<String, Long> delivered = new HashMap<>();
        List<String> sids = List.copyOf(callSids);
        for (int from = 0; from < sids.size(); from += CALLS_AT_ONCE) {
            List<String> some = sids.subList(from, Math.min(sids.size(), from + CALLS_AT_ONCE));
            rows(Sql.of("delivered"), Map.of("sids", some))
                    .forEach(row -> delivered.merge(
                            row.path("sink").asText(), row.path("events").asLong(), Long::sum));
        }
        return delivered;
    }

    private List<ObjectNode> rows(String statement, Map<String, ?> values) {
        return log.sql(statement).params(values).query(Sql::row).list();
    }

    /** What a statement finds of calls and of their legs. */
    private List<ObjectNode> of(List<ObjectNode> calls, String statement) {
        List<String> sids =
                calls.stream().map(call -> call.path("callSid").asText()).toList();
        return rows(Sql.of(statement), Map.of("sids", sids));
    }

    private void complete(List<ObjectNode> calls) {
        if (calls.isEmpty()) {
            return;
        }
        Map<String, ObjectNode> bySid = new LinkedHashMap<>();
        for (ObjectNode call : calls) {
            call.remove(ID);
            call.putArray("deliveries");
            bySid.put(call.path("callSid").asText(), call);
        }
        of(calls, "fallbacks").forEach(row -> owner(bySid, row).put("fallback", true));
        Set<String> tried = new HashSet<>();
        for (ObjectNode row : of(calls, "tries")) {
            tried.add(row.path("eventId").asText() + row.path("sink").asText());
            owner(bySid, row).withArray("deliveries").add(row.without("parentSid"));
        }
        for (ObjectNode row : of(calls, "sent")) {
            ArrayNode deliveries = owner(bySid, row).withArray("deliveries");
            for (String sink : row.path("sinks").asText().split(",")) {
                if (!tried.contains(row.path("eventId").asText() + sink)) {
                    ObjectNode waiting = row.deepCopy();
                    waiting.remove(Set.of("parentSid", "sinks"));
                    deliveries.add(
                            waiting.put("sink", sink).put("state", "waiting").put("tries", 0));
                }
            }
        }
    }

    /** The call itself where it was asked for, else the one that it is a leg of. */
    private static ObjectNode owner(Map<String, ObjectNode> bySid, JsonNode row) {
        ObjectNode itself = bySid.get(row.path("callSid").asText());
        return itself != null ? itself : bySid.get(row.path("parentSid").asText());
    }

    private static Collection<ObjectNode> recordings(List<ObjectNode> events) {
        Map<String, ObjectNode> recordings = new LinkedHashMap<>();
        for (ObjectNode event : events) {
            JsonNode data = event.path("data");
            if (event.path("type").asText().startsWith("recording.")) {
                ObjectNode recording =
                        recordings.computeIfAbsent(data.path("RecordingSid").asText(), sid -> event.objectNode()
                                .put("recordingSid", sid));
                recording.put("status", data.path("RecordingStatus").asText());
                recording.put("duration", data.path("RecordingDuration").asLong());
                recording.put("channels", data.path("RecordingChannels").asLong());
                if (data.has("archive")) {
                    recording.set("archived", data.path("archive"));
                }
            }
        }
        return recordings.values();
    }
}
