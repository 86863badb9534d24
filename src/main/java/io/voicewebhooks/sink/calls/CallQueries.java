package io.voicewebhooks.sink.calls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * What the log tells, as JSON. It knows nothing of the queues: where the router sent an event to a sink and no try is known,
 * the delivery is {@code waiting}.
 */
public final class CallQueries {
    private static final String ID = "id";

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
            boolean more = calls.size() > filter.limit();
            if (more) {
                calls.remove(calls.size() - 1);
            }
            Optional<CallFilter.Place> next = Optional.of(calls)
                    .filter(page -> more)
                    .map(page -> {
                        ObjectNode last = page.get(page.size() - 1);
                        long started =
                                Instant.parse(last.path("started").asText()).toEpochMilli();
                        return new CallFilter.Place(started, last.path(ID).asLong());
                    });
            complete(connection, calls, legs(connection, calls));
            calls.forEach(call -> call.remove(ID));
            List<ObjectNode> gaps = Sql.of("""
                    select since as "from:time", until as "to:time", dropped from gap order by until desc limit 20""").rows(connection);
            return new Page(calls, next, gaps);
        }
    }

    /**
     * One call, with {@code exchanges}, {@code events}, {@code deliveries}, {@code recordings}, {@code legs} and what is
     * {@code missing}; those of its legs are among them.
     */
    public Optional<ObjectNode> show(String callSid) throws SQLException {
        try (Connection connection = log.getConnection()) {
            List<ObjectNode> found =
                    Sql.of(PageOfCalls.CALL + "call_sid = ?", callSid).rows(connection);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            ObjectNode call = found.get(0);
            List<ObjectNode> legs = legs(connection, found);
            complete(connection, found, legs);
            complete(connection, legs, List.of());
            List<Long> ids = ids(found, legs);
            List<ObjectNode> events = Sql.of("""
                    select e.event_id as "id", e.type, e.at as "at:time", e.seq as "sequence", c.call_sid as "callSid",
                      e.data as "data:json"
                    from event e join call c on c.id = e.call where\s""")
                    .in("e.call", ids)
                    .add("order by e.at, e.call, e.seq, e.id")
                    .rows(connection);
            List<ObjectNode> exchanges =
                    Sql.of("""
                    select x.at as "at:time", x.route, x.method, x.path, x.parameters as "parameters:json", x.status, x.reply,
                      x.millis, x.fallback as "fallback:flag", c.call_sid as "callSid", x.event_id as "eventId", x.cut
                    from exchange x join call c on c.id = x.call where\s""").in("x.call", ids).add("order by x.at, x.id").rows(connection);
            withParameters(exchanges, events);
            call.putArray("exchanges").addAll(exchanges);
            call.putArray("events").addAll(events);
            call.putArray("recordings").addAll(recordings(events));
            Stream.concat(found.stream(), legs.stream()).forEach(each -> each.remove(ID));
            call.putArray("legs").addAll(legs);
            ArrayNode missing = call.putArray("missing");
            Missing.of(call).forEach(missing::add);
            return Optional.of(call);
        }
    }

    private static List<ObjectNode> legs(Connection connection, List<ObjectNode> calls) throws SQLException {
        return calls.isEmpty()
                ? List.of()
                : Sql.of(PageOfCalls.CALL)
                        .in("parent_sid", fields(calls, "callSid"))
                        .add("order by started, id")
                        .rows(connection);
    }

    /** Gives calls what became of them and of their events, which are those of their legs too. */
    private static void complete(Connection connection, List<ObjectNode> calls, List<ObjectNode> legs)
            throws SQLException {
        if (calls.isEmpty()) {
            return;
        }
        Map<String, Outcome> bySid = new HashMap<>();
        Map<Long, Outcome> byId = new HashMap<>();
        for (ObjectNode call : calls) {
            Outcome outcome = new Outcome(call);
            bySid.put(call.path("callSid").asText(), outcome);
            byId.put(call.path(ID).asLong(), outcome);
        }
        for (ObjectNode leg : legs) {
            Outcome outcome = bySid.get(leg.path("parentSid").asText());
            outcome.leg(leg);
            byId.put(leg.path(ID).asLong(), outcome);
        }
        Sql exchanges = Sql.of("select call, fallback as \"fallback:flag\", reply from exchange where ")
                .in("call", byId.keySet())
                .add("order by at, id");
        Sql deliveries = Sql.of("""
                select e.call, e.event_id as "eventId", c.call_sid as "callSid", d.sink, d.state, d.tries,
                  d.attempts as "attempts:json", d.next_at as "nextTry:time", d.reason, d.updated as "updated:time"
                from event e join call c on c.id = e.call join delivery d on d.event = e.id where\s""").in("e.call", byId.keySet()).add("order by e.at, e.id, d.sink");
        Sql events = Sql.of("""
                select e.call, e.event_id as "eventId", c.call_sid as "callSid", e.sinks, e.type,
                  case when e.type = 'call.missed' then e.data end as "data:json"
                from event e join call c on c.id = e.call where\s""").in("e.call", byId.keySet()).add("order by e.at, e.id");
        exchanges.rows(connection).forEach(row -> of(byId, row).exchange(row));
        deliveries.rows(connection).forEach(row -> of(byId, row).delivery(row));
        events.rows(connection).forEach(row -> of(byId, row).event(row));
        bySid.values().forEach(Outcome::tell);
    }

    private static Outcome of(Map<Long, Outcome> byId, JsonNode row) {
        return byId.get(row.path("call").asLong());
    }

    /** Parameters that an event keeps are kept there alone. */
    private static void withParameters(List<ObjectNode> exchanges, List<ObjectNode> events) {
        Map<String, JsonNode> data = events.stream()
                .collect(
                        Collectors.toMap(event -> event.path("id").asText(), event -> event.path("data"), (a, b) -> a));
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
            String sid = data.path("RecordingSid").asText();
            if (event.path("type").asText().startsWith("recording.") && !sid.isEmpty()) {
                ObjectNode recording = recordings.computeIfAbsent(
                        sid, key -> event.objectNode().put("recordingSid", key));
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

    private static List<Long> ids(List<ObjectNode> calls, List<ObjectNode> legs) {
        return Stream.concat(calls.stream(), legs.stream())
                .map(call -> call.path(ID).asLong())
                .toList();
    }

    private static List<String> fields(List<ObjectNode> rows, String field) {
        return rows.stream().map(row -> row.path(field).asText()).toList();
    }
}
