package io.voicewebhooks.operations;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.delivery.UndeliverableException;
import io.voicewebhooks.outbound.CallPlacement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks for a call: what {@code place-call} reads, with the same words. */
final class CallWish {
    static final Set<String> PARAMETERS =
            Set.of("id", "to", "from", "flow", "twiml", "url", "record", "machine-detection", "timeout", "context");

    private static final Logger LOG = LoggerFactory.getLogger(CallWish.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CamelContext context;

    CallWish(CamelContext context) {
        this.context = context;
    }

    Object place(OperatorRequest request) throws Exception {
        if (context.getRoute("place-call") == null) {
            throw new RefusedException(409, "set %s and restart: without it no calls are placed", Key.PLACED_ALLOWED);
        }
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("id", UUID.randomUUID().toString());
        for (String name : PARAMETERS) {
            request.find(name)
                    .ifPresent(value -> order.put(
                            name.equals("machine-detection") ? "machineDetection" : name,
                            name.equals("context") ? context(value) : value));
        }
        String json = JSON.writeValueAsString(order);
        try {
            context.getRegistry()
                    .lookupByNameAndType("placeCall", CallPlacement.class)
                    .check(json);
        } catch (UndeliverableException e) {
            throw new RefusedException(400, "%s", e.getMessage());
        }
        try (ProducerTemplate queue = context.createProducerTemplate()) {
            queue.sendBody("jms:queue:" + CallPlacement.QUEUE, json);
        }
        LOG.info("{} asks for the call of the request {}", request.operator(), order.get("id"));
        return Map.of("asked", order.get("id"));
    }

    /** {@code order=4711,clerk=7}. */
    private static Object context(String text) {
        Map<String, String> context = new LinkedHashMap<>();
        for (String each : text.split(",")) {
            String[] sides = each.split("=", 2);
            context.put(sides[0].strip(), sides.length == 1 ? "" : sides[1].strip());
        }
        return context;
    }
}
