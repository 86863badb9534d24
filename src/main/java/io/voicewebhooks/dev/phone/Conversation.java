package io.voicewebhooks.dev.phone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicewebhooks.testkit.simulator.CallEvent;
import io.voicewebhooks.testkit.simulator.CallStep;
import io.voicewebhooks.testkit.simulator.LiveCall;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A call of the telephone, with what was done in it; its events go to the {@link Messages}. */
final class Conversation {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final CallOrder order;
    /** The keys of the call flows, as they were when it began. */
    private final Map<String, String> settings;

    private final boolean again;
    private final Line line;
    private final RouteTraces traces;
    private final Messages messages;
    private final Instant started = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final List<Turn> turns = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> played = new HashMap<>();
    private final Set<String> rung = ConcurrentHashMap.newKeySet();
    private List<CallStep> open = List.of();
    private String asked;
    private volatile LiveCall live;
    private volatile boolean over;

    Conversation(
            CallOrder order,
            Map<String, String> settings,
            boolean again,
            Line line,
            RouteTraces traces,
            Messages messages) {
        this.order = order;
        this.settings = settings;
        this.again = again;
        this.line = line;
        this.traces = traces;
        this.messages = messages;
    }

    /** Lets it ring: a call that tells this of what {@link #happens}. */
    void begin(LiveCall call) {
        live = call;
        tell(MAPPER.createObjectNode()
                .put("type", "began")
                .put("at", 0)
                .put("from", order.from())
                .put("to", order.to())
                .put("again", again)
                .put("started", started.toString()));
        live.start();
    }

    /** In the thread of the call, which a request holds while the application starts anew. */
    void happens(CallEvent event) {
        ObjectNode json = MAPPER.valueToTree(event);
        if (event instanceof CallEvent.Request request) {
            asked = request.token();
            traces.expect(asked);
            tell(json);
            begin();
            return;
        }
        if (event instanceof CallEvent.Answer answer) {
            line.end();
            json.set(
                    "made",
                    MAPPER.valueToTree(traces.made(asked, answer.fallback()).orElse(null)));
        } else if (event instanceof CallEvent.Waiting waiting) {
            open = waiting.steps();
            open.stream().filter(CallStep.Ring.class::isInstance).forEach(ring -> rung.add(ring.who()));
        } else if (event instanceof CallEvent.Acted acted) {
            remember(acted);
        }
        over = event instanceof CallEvent.Over;
        tell(json);
    }

    private void begin() {
        try {
            line.begin();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void remember(CallEvent.Acted acted) {
        CallStep step = Turn.about(acted.who(), open);
        int heard = live.call().heard().size();
        Turn turn = new Turn(acted.who(), step, acted.action(), played.getOrDefault(acted.who(), 0), heard);
        if (!turn.isNothing()) {
            played.put(acted.who(), 0);
            turns.add(turn);
        } else if (step instanceof CallStep.Output) {
            played.merge(acted.who(), 1, Integer::sum);
        } else {
            turns.add(turn);
        }
    }

    private void tell(ObjectNode event) {
        messages.add(live.call().sid(), event);
    }

    CallOrder order() {
        return order;
    }

    Map<String, String> settings() {
        return settings;
    }

    Instant started() {
        return started;
    }

    LiveCall live() {
        return live;
    }

    /** What was done, without what was heard to its end. */
    List<Turn> turns() {
        return turns;
    }

    /** Whether somebody's telephone rang. */
    boolean rang(String address) {
        return rung.contains(address);
    }

    boolean isOver() {
        return over || live.isOver();
    }

    /** For a list of calls. */
    Map<String, Object> summary() {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("call", live.call().sid());
        summary.put("from", order.from());
        summary.put("to", order.to());
        summary.put("state", live.call().status());
        summary.put("over", isOver());
        summary.put("again", again);
        summary.put("started", started.toString());
        summary.put("recordings", live.call().recordings());
        // one by one: of a list Jackson does not know the types
        summary.put(
                "steps", live.open().stream().map(MAPPER::<JsonNode>valueToTree).toList());
        return summary;
    }
}
