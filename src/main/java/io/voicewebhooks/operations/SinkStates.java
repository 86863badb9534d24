package io.voicewebhooks.operations;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.voicewebhooks.delivery.SinkBreaker;
import io.voicewebhooks.delivery.Sinks;
import io.voicewebhooks.journal.Journal;
import io.voicewebhooks.journal.JournalStatistics;
import io.voicewebhooks.journal.Queues;
import io.voicewebhooks.observe.LogText;
import io.voicewebhooks.sink.calls.CallFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the sinks do, and stopping and starting them. */
final class SinkStates {
    private static final Logger LOG = LoggerFactory.getLogger(SinkStates.class);

    private static final Duration LONGEST_CALL = Duration.ofHours(24);

    private final Sinks sinks;
    private final Journal journal;

    SinkStates(Sinks sinks, Journal journal) {
        this.sinks = sinks;
        this.journal = journal;
    }

    /**
     * A sink.
     *
     * @param state   {@code active}, {@code paused} (by itself), {@code probing}, {@code held} (by an operator), or
     *                {@code off}: its events wait although no route reads them
     * @param reason  why it is not active, else empty
     * @param waiting events in its queue that have not their time to wait for; absent where the broker does not tell
     * @param retries deliveries that wait for another try; absent where the broker does not tell
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record State(String name, String state, String reason, Long waiting, Long retries) {
        @JsonIgnore
        boolean isOff() {
            return "off".equals(state);
        }

        /** Whether there is, or may be, something that it has not got. */
        @JsonIgnore
        boolean isBehind() {
            return waiting == null || waiting + retries > 0;
        }

        @JsonIgnore
        boolean isActive() {
            return "active".equals(state);
        }
    }

    /** Of the sinks that are switched on. */
    Set<String> names() {
        return sinks.all().stream().map(SinkBreaker::name).collect(Collectors.toCollection(TreeSet::new));
    }

    List<State> list() {
        List<State> states = new ArrayList<>();
        sinks.all().forEach(sink -> states.add(state(sink)));
        for (String queue : journal.figures().unread().keySet()) {
            String name = Queues.sink(queue);
            if (sinks.find(name).isEmpty()) {
                states.add(state(name, "off", "no route here reads its queue"));
            }
        }
        return states;
    }

    private State state(SinkBreaker sink) {
        return state(sink.name(), sink.state().name().toLowerCase(Locale.ROOT), sink.reason());
    }

    private State state(String name, String state, String reason) {
        String queue = Queues.SINK_PREFIX + name;
        Long waiting = waiting(queue);
        OptionalLong retries = journal.figures().scheduled(queue);
        if (waiting == null || retries.isEmpty()) {
            return new State(name, state, reason, null, null);
        }
        long later = retries.getAsLong();
        return new State(name, state, reason, Math.max(0, waiting - later), later);
    }

    /** Scheduled ones included; {@code null} where the broker does not tell, which keeps nobody from pausing a sink. */
    private Long waiting(String queue) {
        try {
            return journal.isArtemis() ? journal.figures().ask((JournalStatistics known) -> known.depth(queue)) : null;
        } catch (Exception e) {
            LOG.debug("the broker does not say how many events wait in {}", queue, e);
            return null;
        }
    }

    /** Those that are behind, and since when the calls are, at most, of which their queues have events. */
    List<CallFilter.Waiting> behind() {
        List<CallFilter.Waiting> behind = new ArrayList<>();
        list().stream()
                .filter(State::isBehind)
                // the first one is the oldest
                .forEach(sink -> new QueueMessages(journal, Queues.SINK_PREFIX + sink.name(), "")
                        .browse(1, (index, message) -> {
                            long since = message.getJMSTimestamp() - LONGEST_CALL.toMillis();
                            behind.add(new CallFilter.Waiting(sink.name(), since));
                        }));
        return behind;
    }

    /** Stops a sink until somebody resumes it. */
    State pause(OperatorRequest request) {
        String reason = request.reason();
        SinkBreaker sink = find(request.name());
        LOG.info("{} pauses the sink {}: {}", request.operator(), sink.name(), reason);
        sink.hold(reason + " (" + request.operator() + ")");
        return state(sink);
    }

    State resume(OperatorRequest request) {
        SinkBreaker sink = find(request.name());
        LOG.info("{} resumes the sink {}", request.operator(), sink.name());
        sink.resume();
        return state(sink);
    }

    SinkBreaker find(String name) {
        String why = "there is no sink %s that is switched on; switched on: %s";
        return sinks.find(name)
                .orElseThrow(() -> new RefusedException(404, why, LogText.of(name), String.join(", ", names())));
    }
}
