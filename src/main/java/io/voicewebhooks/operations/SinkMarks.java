package io.voicewebhooks.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** One mark a sink, for all that a call has for it. */
final class SinkMarks {
    /** Of a delivery, the one that a call is shown by first. */
    private static final List<String> STATES =
            List.of("dead", "retrying", "held", "off", "waiting", "delivering", "dropped", "delivered");

    private SinkMarks() {}

    /** Gives a call {@code sinks} and {@code undelivered}. */
    static void put(ObjectNode call, Stream<JsonNode> deliveries) {
        ObjectNode sinks = call.putObject("sinks");
        call.put("undelivered", 0);
        deliveries.forEach(delivery -> {
            String sink = delivery.path("sink").asText();
            String state = delivery.path("state").asText();
            if (!sinks.has(sink)
                    || STATES.indexOf(state) < STATES.indexOf(sinks.path(sink).asText())) {
                sinks.put(sink, state);
            }
            if (!Set.of("delivered", "dropped").contains(state)) {
                call.put("undelivered", call.path("undelivered").asInt() + 1);
            }
        });
    }
}
