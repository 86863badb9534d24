package io.voicewebhooks.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.journal.Journal;
import io.voicewebhooks.journal.QueueFigures;
import io.voicewebhooks.journal.Queues;
import io.voicewebhooks.operations.SinkStates.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The events that sinks have not got yet: the messages of their queues, of which only Artemis tells all. */
final class WaitingDeliveries {
    private static final Logger LOG = LoggerFactory.getLogger(WaitingDeliveries.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final int MOST_OF_CALLS = 1_000;
    /** Artemis tells all at once of those that wait for a time; more of one sink, and it is not asked. */
    static final int MOST_RETRIES = 5_000;

    private final Journal journal;
    private final SinkStates sinks;
    private final Drop drop;

    WaitingDeliveries(Journal journal, SinkStates sinks, Drop drop) {
        this.journal = journal;
        this.sinks = sinks;
        this.drop = drop;
    }

    /**
     * {@code {total, offset, limit, deliveries: [{sink, state, eventId, …}], unlisted: {http: 100000}}}.
     *
     * @param unlisted how many of a sink wait for another try, where that are too many to be listed; whether the filter lets
     *                 them through is not known
     */
    record Page(long total, int offset, int limit, List<WaitingDelivery> deliveries, Map<String, Long> unlisted) {}

    /** Sink by sink: what is under way, what waits in the order of the queue, and what is tried again, the next first. */
    Page list(OperatorRequest request) throws Exception {
        LetterFilter filter = LetterFilter.of(request);
        List<State> all = sinks.list();
        List<State> chosen = all.stream()
                .filter(sink -> filter.sink().map(sink.name()::equals).orElse(true))
                .toList();
        if (chosen.isEmpty() && filter.sink().isPresent()) {
            throw RefusedException.wrong(LetterFilter.SINK, filter.sink().get(), names(all));
        }
        return list(chosen, filter.ofAnySink(), request.offset(), request.limit());
    }

    /** Those of some calls: the broker is asked only of sinks that have not got everything. */
    Page ofCalls(Set<String> callSids) throws Exception {
        List<State> behind = sinks.list().stream().filter(State::isBehind).toList();
        return behind.isEmpty()
                ? new Page(0, 0, 0, List.of(), Map.of())
                : list(behind, LetterFilter.ofCalls(callSids), 0, MOST_OF_CALLS);
    }

    private Page list(List<State> chosen, LetterFilter filter, int offset, int limit) throws Exception {
        QueueFigures figures = figures();
        List<WaitingDelivery> page = new ArrayList<>();
        Map<String, Long> unlisted = new TreeMap<>();
        long total = 0;
        for (State sink : chosen) {
            String queue = queue(sink.name());
            List<WaitingDelivery> underWay = new ArrayList<>();
            for (JsonNode consumer : MAPPER.readTree(figures.<String>ask(known -> known.deliveringMessages(queue)))) {
                underWay.addAll(listed(sink, consumer.path("elements"), filter, WaitingDelivery::underWay));
            }
            long retries = figures.scheduled(queue).orElse(0);
            if (retries > MOST_RETRIES) {
                unlisted.put(sink.name(), retries);
            }
            JsonNode scheduled = retries > MOST_RETRIES
                    ? MAPPER.createArrayNode()
                    : MAPPER.readTree(figures.<String>ask(known -> known.scheduledMessages(queue)));
            List<WaitingDelivery> retrying = listed(sink, scheduled, filter, WaitingDelivery::scheduled);
            retrying.sort(Comparator.comparing(WaitingDelivery::nextTry));

            total = add(underWay, page, total, offset, limit);
            long waiting = figures.ask(known -> known.count(queue, filter.selector()));
            long skip = Math.max(0, offset - total);
            long end = skip + Math.min(limit - page.size(), waiting - skip);
            if (end > skip) {
                new QueueMessages(journal, queue, filter.selector()).browse(end, (index, message) -> {
                    if (index >= skip) {
                        page.add(WaitingDelivery.of(sink, message));
                    }
                });
            }
            total = add(retrying, page, total + waiting, offset, limit);
        }
        return new Page(total, offset, limit, page, unlisted);
    }

    private static long add(List<WaitingDelivery> more, List<WaitingDelivery> page, long total, int offset, int limit) {
        more.stream()
                .skip(Math.max(0, offset - total))
                .limit(limit - page.size())
                .forEach(page::add);
        return total + more.size();
    }

    private static List<WaitingDelivery> listed(
            State sink, JsonNode messages, LetterFilter filter, BiFunction<State, JsonNode, WaitingDelivery> as) {
        List<WaitingDelivery> deliveries = new ArrayList<>();
        for (JsonNode message : messages) {
            WaitingDelivery delivery = as.apply(sink, message);
            Instant sent = Instant.ofEpochMilli(message.path("timestamp").asLong());
            if (filter.matches(delivery.type(), delivery.callSid(), sent)) {
                deliveries.add(delivery);
            }
        }
        return deliveries;
    }

    /** Lets the deliveries of a sink, or of all, have their next try at once: {@code {retried}}. */
    Object retryNow(OperatorRequest request) throws Exception {
        if (request.find(LetterFilter.SINK).isEmpty() && !request.isTrue("all")) {
            throw new RefusedException(400, "this means every sink; say which one with sink, or --all (all=true)");
        }
        QueueFigures figures = figures();
        long all = 0;
        for (String sink : chosen(request)) {
            long waiting = figures.scheduled(queue(sink)).orElse(0);
            figures.ask(known -> known.deliverScheduled(queue(sink)));
            LOG.info("{} brings {} waiting deliveries of the sink {} forward", request.operator(), waiting, sink);
            all += waiting;
        }
        return Map.of("retried", all);
    }

    private Collection<String> chosen(OperatorRequest request) {
        Set<String> names = sinks.names();
        Optional<String> name = request.matching(LetterFilter.SINK, LetterFilter.SINK_NAME, LetterFilter.SINK_ALLOWED);
        name.filter(each -> !names.contains(each)).ifPresent(each -> {
            throw RefusedException.wrong(LetterFilter.SINK, each, String.join(", ", names));
        });
        return name.map(Set::of).orElse(names);
    }

    record Dropped(int dropped, long left) {}

    /** Removes events of a sink that is off or gone, for good: {@code {dropped, left}}. */
    Object drop(OperatorRequest request) throws Exception {
        LetterFilter filter = LetterFilter.of(request).ofAnySink();
        String sink = request.required(LetterFilter.SINK, LetterFilter.SINK_ALLOWED);
        List<State> off = sinks.list().stream().filter(State::isOff).toList();
        if (off.stream().map(State::name).noneMatch(sink::equals)) {
            String why = "only what waits for a sink that is off or gone is dropped; that is: %s";
            throw new RefusedException(409, why, off.isEmpty() ? "nothing" : names(off));
        }
        QueueFigures figures = figures();
        String reason = request.reason();
        String queue = queue(sink);
        // nobody reads the queue, so they come within reach and no further
        figures.ask(known -> known.deliverScheduled(queue));
        String selector = filter.selectorNow("");
        long most = figures.ask(known -> known.count(queue, selector));
        int dropped = new QueueMessages(journal, queue, selector).take(most, drop, request.progress(), letter -> {
            String event = letter.eventInWords();
            LOG.info("{} drops ({}) the delivery of event {} to {}", request.operator(), reason, event, sink);
        });
        return new Dropped(dropped, figures.ask(known -> known.count(queue, filter.selector())));
    }

    private static String names(List<State> sinks) {
        return String.join(", ", sinks.stream().map(State::name).toList());
    }

    private QueueFigures figures() {
        if (!journal.isArtemis()) {
            throw new RefusedException(501, "only Artemis tells which deliveries wait");
        }
        journal.figures().refusal().ifPresent(why -> {
            throw new RefusedException(501, "%s", why);
        });
        return journal.figures();
    }

    private static String queue(String sink) {
        return Queues.SINK_PREFIX + sink;
    }
}
