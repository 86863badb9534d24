package io.voicewebhooks.sink.calls;

import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** What calls that are removed leave in the calls that dialled them: their numbers, and deliveries that those wait for. */
record LegTraces(List<Leg> legs) {
    record Leg(String parent, String called) {}

    /** Those of some calls, by their ids, as long as they are there. */
    static LegTraces of(NamedParameterJdbcTemplate step, List<Long> calls) {
        return new LegTraces(step.query(
                "select distinct parent_sid, called from call where id in (:calls) and parent_sid is not null",
                Map.of("calls", calls),
                (row, number) -> new Leg(row.getString("parent_sid"), row.getString("called"))));
    }

    /** Removes them, once the calls are gone. */
    void remove(NamedParameterJdbcTemplate step) {
        for (Leg leg : legs) {
            if (leg.called() != null) {
                new NumberInCalls(leg.called()).remove(step, leg.parent());
            }
            step.update(Sql.of("undelivered"), Map.of("callSid", leg.parent()));
        }
    }
}
