package io.voicewebhooks.sink.calls;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** The events of the log in the order in which they came into it. */
public final class ArrivedEvents {
    private ArrivedEvents() {}

    /**
     * {@code {events: [{row, id, type, at, data, callSid, from, to}], newest: 17}}, the newest last.
     *
     * @param after the row behind which they begin; without it they are the newest
     */
    public static ObjectNode read(DataSource log, Optional<Long> after, int limit) throws SQLException {
        Sql events = Sql.of("""
                select e.id as "row", e.event_id as "id", e.type, e.at as "at:time", e.data as "data:json",
                  c.call_sid as "callSid", c.caller as "from", c.called as "to"
                from event e join call c on c.id = e.call\s""");
        Sql asked = after.map(row -> events.add("where e.id > ? order by e.id limit ?", row, limit))
                .orElseGet(() ->
                        Sql.of("select * from (").add(events).add("order by e.id desc limit ?) e order by 1", limit));
        try (Connection connection = log.getConnection()) {
            Sql newest = Sql.of("select coalesce(max(id), 0) as \"newest\" from event");
            ObjectNode answer = newest.rows(connection).get(0);
            answer.putArray("events").addAll(asked.rows(connection));
            return answer;
        }
    }
}
