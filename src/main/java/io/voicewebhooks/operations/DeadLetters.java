package io.voicewebhooks.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.voicewebhooks.journal.Journal;
import io.voicewebhooks.journal.Queues;
import io.voicewebhooks.observe.LogText;
import io.voicewebhooks.outbound.CallPlacement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The queue {@code voice.dead-letter}, for operators. */
final class DeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private final Journal journal;
    private final SinkStates sinks;
    private final Drop drop;
    private final BooleanSupplier placesCalls;

    DeadLetters(Journal journal, SinkStates sinks, Drop drop, BooleanSupplier placesCalls) {
        this.placesCalls = placesCalls;
        this.journal = journal;
        this.sinks = sinks;
        this.drop = drop;
    }

    /** {@code {total, offset, limit, deadLetters: [{id, sink, …}]}}, the oldest first. */
    record Page(int total, int offset, int limit, List<DeadLetter> deadLetters) {}

    /** {@code {id, sink, …, errors: [{time, error}], event: {…}}}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Letter(
            @JsonUnwrapped DeadLetter letter,
            List<DeadLetter.Failure> errors,
            @JsonRawValue String event) {}

    record Redriven(int redriven, int left) {}

    Page list(OperatorRequest request) {
        String selector = LetterFilter.of(request).selector();
        int offset = request.offset();
        int limit = request.limit();
        List<DeadLetter> page = new ArrayList<>();
        // to the end only where the broker does not count: there may be very many
        Optional<Long> counted = counted(selector);
        int seen = messages(selector)
                .browse(counted.isPresent() ? (long) offset + limit : Long.MAX_VALUE, (index, message) -> {
                    if (index >= offset && page.size() < limit) {
                        page.add(DeadLetter.of(message));
                    }
                });
        return new Page(counted.map(Long::intValue).orElse(seen), offset, limit, page);
    }

    private Optional<Long> counted(String selector) {
        return journal.isArtemis()
                ? journal.figures().known(figures -> figures.count(Queues.DEAD_LETTER, selector))
                : Optional.empty();
    }

    /** Those of some calls, without their events. */
    List<Letter> ofCalls(Set<String> callSids) {
        List<Letter> found = new ArrayList<>();
        messages(LetterFilter.ofCalls(callSids).selector())
                .browse(
                        Long.MAX_VALUE,
                        (index, message) ->
                                found.add(new Letter(DeadLetter.of(message), DeadLetter.errors(message), null)));
        return found;
    }

    Letter show(OperatorRequest request) {
        List<Letter> found = new ArrayList<>();
        one(request).browse(1, (index, message) -> {
            String event = JsonReply.asJson(DeadLetter.event(message));
            found.add(new Letter(DeadLetter.of(message), DeadLetter.errors(message), event));
        });
        return found.stream().findFirst().orElseThrow(() -> unknown(request));
    }

    /** Delivers a letter afresh: as an event that has never been tried, with the id it always had. */
    Object redrive(OperatorRequest request) {
        String sink = show(request).letter().sink();
        Set<String> on = on();
        if (sink == null || !on.contains(sink)) {
            String why = "the dead letter is of the sink %s, which is not switched on here; switched on: %s";
            throw new RefusedException(409, why, sink, String.join(", ", on));
        }
        takeOne(request, DeadLetter::sendAfresh, "redrives");
        return Map.of("redriven", 1);
    }

    /** Who is there to get them: sinks, and whoever places calls. */
    private Set<String> on() {
        Set<String> on = new TreeSet<>(sinks.names());
        if (placesCalls.getAsBoolean()) {
            on.add(CallPlacement.QUEUE);
        }
        return on;
    }

    /** The same for many; those of sinks that are switched off stay, and nobody is called who is not meant. */
    synchronized Object redriveMany(OperatorRequest request) {
        LetterFilter filter = many(request);
        Set<String> on = on();
        if (!filter.sink().equals(Optional.of(CallPlacement.QUEUE))) {
            on.remove(CallPlacement.QUEUE);
        }
        String ofThem = "deliverySink IN ('" + String.join("', '", on) + "')";
        int redriven =
                on.isEmpty() ? 0 : takeMany(request, filter.selectorNow(ofThem), DeadLetter::sendAfresh, "redrives");
        return new Redriven(redriven, count(filter.selector()));
    }

    /** Removes a letter for good. */
    Object drop(OperatorRequest request) {
        String action = "drops (" + request.reason() + ")";
        show(request);
        takeOne(request, drop, action);
        return Map.of("dropped", 1);
    }

    /** The same for many. */
    synchronized Object dropMany(OperatorRequest request) {
        String selector = many(request).selectorNow("");
        String action = "drops (" + request.reason() + ")";
        return Map.of("dropped", takeMany(request, selector, drop, action));
    }

    private LetterFilter many(OperatorRequest request) {
        LetterFilter filter = LetterFilter.of(request);
        if (filter.selector().isEmpty() && !request.isTrue("all")) {
            throw new RefusedException(
                    400, "this means every dead letter; say which (sink, type, ...), or --all (all=true)");
        }
        // letters of a sink that is switched off count, a misspelt name has none
        filter.sink().filter(sink -> count(filter.selector()) == 0).ifPresent(sinks::find);
        return filter;
    }

    private int count(String selector) {
        return messages(selector).browse(Long.MAX_VALUE, (index, message) -> {});
    }

    private void takeOne(OperatorRequest request, QueueMessages.Fate fate, String action) {
        if (take(request, one(request), 1, fate, action) == 0) {
            throw unknown(request);
        }
    }

    private int takeMany(OperatorRequest request, String selector, QueueMessages.Fate fate, String action) {
        return take(request, messages(selector), count(selector), fate, action);
    }

    private static int take(
            OperatorRequest request, QueueMessages letters, int most, QueueMessages.Fate fate, String action) {
        String operator = request.operator();
        return letters.take(
                most,
                fate,
                request.progress(),
                letter -> LOG.info("{} {} the dead letter {}", operator, action, letter.inWords()));
    }

    private QueueMessages messages(String selector) {
        return new QueueMessages(journal, Queues.DEAD_LETTER, selector);
    }

    private QueueMessages one(OperatorRequest request) {
        return messages(DeadLetter.selector(request.name()).orElseThrow(() -> unknown(request)));
    }

    private static RefusedException unknown(OperatorRequest request) {
        return new RefusedException(404, "there is no dead letter %s", LogText.of(request.name(), 200));
    }
}
