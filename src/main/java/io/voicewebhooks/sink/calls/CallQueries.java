package io.voicewebhooks.sink.calls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * What the log tells, as JSON. It knows nothing of the queues: where the router sent an event to a sink and no try is known,
 * the delivery is {@code waiting}. What is of the legs of a call is the call's.
 */
public final class CallQueries {
    private static final String ID = "id";

    private static final String EVENTS = """
            select e.event_id as "id", e.type, e.at as "at:time", e.seq as "sequence", c.call_sid as "callSid",
              e.data as "data:json"
            from call c join event e on e.call = c.id\s""";

    private static final String EXCHANGES = """
            select x.at as "at:time", x.route, x.method, x.path, x.parameters as "parameters:json", x.status, x.reply,
              x.millis, x.fallback as "fallback:flag", c.call_sid as "callSid", x.event_id as "eventId", x.cut
            from call c join exchange x on x.call = c.id\s""";

    private static final String FALLBACKS = """
            select c.call_sid as "callSid", c.parent_sid as "parentSid"
            from call c join exchange x on x.call = c.id\s""";

    private static final String TRIES = """
            select c.call_sid as "callSid", c.parent_sid as "parentSid", e.event_id as "eventId", d.sink, d.state, d.tries,
              d.attempts as "attempts:json", d.next_at as "nextTry:time", d.reason, d.updated as "updated:time"
            from call c join event e on e.call = c.id join delivery d on d.event = e.id\s""";

    private static final String SENT = """
            select c.call_sid as "callSid", c.parent_sid as "parentSid", e.event_id as "eventId", e.sinks
            from call c join event e on e.call = c.id\s""";

    private static final String GAPS =
            "select since as \"from:time\", until as \"to:time\", dropped from gap order by until desc limit 20";

    private final DataSource log;

    public CallQueries(DataSource log) {
        this.log = log;
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
    public Page list(CallFilter filter) throws SQLException {
        try (Connection connection = log.getConnection()) {
            Optional<Sql> statement = new PageOfCalls(filter).statement(connection);
            List<ObjectNode> calls =
                    statement.isEmpty() ? List.of() : statement.get().rows(connection);
            Optional<CallFilter.Place> next = Optional.empty();
            if (calls.size() > filter.limit()) {
                calls.remove(filter.limit());
                ObjectNode last = calls.get(filter.limit() - 1);
                Instant started = Instant.parse(last.path("started").asText());
                next = Optional.of(new CallFilter.Place(
                        started.toEpochMilli(), last.path(ID).asLong()));
            }
            complete(connection, calls);
            return new Page(calls, next, Sql.of(GAPS).rows(connection));
        }
    }

    /** One call, also with {@code exchanges, events, recordings, legs} and what is {@code missing}. */
    public Optional<ObjectNode> show(String callSid) throws SQLException {
        try (Connection connection = log.getConnection()) {
            List<ObjectNode> found =
                    Sql.of(PageOfCalls.CALL + "call_sid = ?", callSid).rows(connection);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            ObjectNode call = found.get(0);
            complete(connection, found);
            List<ObjectNode> events =
                    of(found, EVENTS, "order by e.at, e.call, e.seq, e.id").rows(connection);
            List<ObjectNode> exchanges =
                    of(found, EXCHANGES, "order by x.at, x.id").rows(connection);
            withParameters(exchanges, events);
            List<ObjectNode> legs = Sql.of(PageOfCalls.CALL + "parent_sid = ? order by started, id", callSid)
                    .rows(connection);
            complete(connection, legs);
            call.putArray("exchanges").addAll(exchanges);
            call.putArray("events").addAll(events);
            call.putArray("recordings").addAll(recordings(events));
            call.putArray("legs").addAll(legs);
            ArrayNode missing = call.putArray("missing");
            Missing.of(call).forEach(missing::add);
            return Optional.of(call);
        }
    }

    /** What belongs to calls and to their legs. */
    private static Sql of(Collection<ObjectNode> calls, String select, String order) {
        List<String> sids =
                calls.stream().map(call -> call.path("callSid").asText()).toList();
        return Sql.of(select)
                .add("where (")
                .in("c.call_sid", sids)
                .add("or ")
                .in("c.parent_sid", sids)
                .add(") " + order);
    }

    private static void complete(Connection connection, List<ObjectNode> calls) throws SQLException {
        if (calls.isEmpty()) {
            return;
        }
        Map<String, ObjectNode> bySid = new LinkedHashMap<>();
        for (ObjectNode call : calls) {
            call.remove(ID);
            call.putArray("deliveries");
            bySid.put(call.path("callSid").asText(), call);
        }
        of(calls, FALLBACKS, "and x.fallback").rows(connection).forEach(row -> owner(bySid, row)
                .put("fallback", true));
        Set<String> tried = new HashSet<>();
        for (ObjectNode row : of(calls, TRIES, "order by e.at, e.id, d.sink").rows(connection)) {
            tried.add(row.path("eventId").asText() + row.path("sink").asText());
            owner(bySid, row).withArray("deliveries").add(row.without("parentSid"));
        }
        for (ObjectNode row :
                of(calls, SENT, "and e.sinks <> '' order by e.at, e.id").rows(connection)) {
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

    /** Parameters that an event keeps are kept there alone. */
    private static void withParameters(List<ObjectNode> exchanges, List<ObjectNode> events) {
        Map<String, JsonNode> data = events.stream()
                .collect(Collectors.toMap(event -> event.path(ID).asText(), event -> event.path("data"), (a, b) -> a));
        for (ObjectNode exchange : exchanges) {
            if (!exchange.has("parameters")
                    && data.get(exchange.path("eventId").asText()) instanceof ObjectNode parameters) {
                exchange.set("parameters", parameters.deepCopy().without(Set.of("context", "archive")));
            }
        }
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
