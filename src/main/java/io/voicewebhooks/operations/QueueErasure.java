package io.voicewebhooks.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.delivery.FailedDelivery;
import io.voicewebhooks.event.CallsOf;
import io.voicewebhooks.event.EventStore;
import io.voicewebhooks.event.IncompleteErasureException;
import io.voicewebhooks.event.NotAnEventException;
import io.voicewebhooks.event.NumberInText;
import io.voicewebhooks.event.VoiceEventJson;
import io.voicewebhooks.journal.Journal;
import io.voicewebhooks.journal.Queues;
import io.voicewebhooks.observe.Cause;
import io.voicewebhooks.outbound.CallPlacement;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Forgets calls in the queues: events that wait, those that wait for another try, and dead letters. */
record QueueErasure(Journal journal) implements EventStore {
    private static final int SIDS_AT_ONCE = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String name() {
        return "queues";
    }

    /** Those of events that can be browsed; whoever waits for another try cannot, but each sink has its own copy. */
    @Override
    public Set<String> callsOf(String text) throws Exception {
        CallsOf calls = new CallsOf(text);
        for (String queue : queues()) {
            new QueueMessages(journal, queue, "").browse(Long.MAX_VALUE, (index, message) -> {
                String event = DeadLetter.event(message);
                if (event != null) {
                    try {
                        calls.look(VoiceEventJson.read(event));
                    } catch (NotAnEventException e) {
                        // somebody else's
                        return;
                    }
                }
            });
        }
        return calls.callSids();
    }

    /** What went, and why something may be there still. */
    private static final class Outcome {
        private final Map<String, Long> removed = new TreeMap<>();
        private final Set<String> left = new TreeSet<>();

        void add(String queue, long gone) {
            if (gone > 0) {
                removed.merge(queue, gone, Long::sum);
            }
        }

        Map<String, Long> whole() throws IncompleteErasureException {
            if (!left.isEmpty()) {
                throw new IncompleteErasureException(String.join("; ", left), removed);
            }
            return removed;
        }
    }

    @Override
    public Map<String, Long> erase(Set<String> callSids) throws Exception {
        List<String> selectors = new ArrayList<>();
        List<String> sids = List.copyOf(callSids);
        for (int from = 0; from < sids.size(); from += SIDS_AT_ONCE) {
            selectors.add(sids.subList(from, Math.min(sids.size(), from + SIDS_AT_ONCE)).stream()
                    // a store of others may name anything
                    .map(sid -> sid.replace("'", "''"))
                    .collect(Collectors.joining("', '", "callSid IN ('", "')")));
        }
        Outcome outcome = new Outcome();
        Predicate<JsonNode> isOf =
                message -> callSids.contains(message.path("callSid").asText());
        for (String queue : queues()) {
            remove(queue, selectors, isOf, outcome);
        }
        return outcome.whole();
    }

    /**
     * Requests for calls from or to it, and those that name it otherwise. One that waits for another try cannot be browsed, but
     * tells its numbers in its properties.
     */
    @Override
    public Map<String, Long> eraseNumber(String number) throws Exception {
        String quoted = "'" + number.replace("'", "''") + "'";
        List<String> there = new ArrayList<>(List.of(CallPlacement.QUEUE, Queues.DEAD_LETTER));
        there.retainAll(journal.figures().ask(known -> known.queues()));
        Outcome outcome = new Outcome();
        for (String queue : there) {
            String selector = CallPlacement.TO + " = " + quoted + " OR " + CallPlacement.FROM + " = " + quoted;
            requests(queue, new NumberInText(number), outcome);
            remove(
                    queue,
                    List.of(selector),
                    // the first try of a request does not tell
                    message -> queue.equals(CallPlacement.QUEUE)
                            && (!message.has(CallPlacement.TO)
                                    || number.equals(
                                            message.path(CallPlacement.TO).asText())
                                    || number.equals(
                                            message.path(CallPlacement.FROM).asText())),
                    outcome);
        }
        return outcome.whole();
    }

    /** Twice, for what was under way the first time may wait again; what is under way between them stays. */
    private void remove(String queue, List<String> selectors, Predicate<JsonNode> isOf, Outcome outcome) {
        try {
            for (String selector : selectors) {
                outcome.add(queue, journal.figures().ask(known -> known.remove(queue, selector)));
            }
            long underWay = underWay(queue).stream().filter(isOf).count();
            for (String selector : selectors) {
                outcome.add(queue, journal.figures().ask(known -> known.remove(queue, selector)));
            }
            if (underWay > 0) {
                outcome.left.add(underWay + " messages in " + queue
                        + " are under way, or wait unseen for a time: erase again when they have arrived");
            }
        } catch (Exception e) {
            outcome.left.add(queue + ": " + Cause.of(e));
        }
    }

    private List<JsonNode> underWay(String queue) throws Exception {
        List<JsonNode> messages = new ArrayList<>();
        JSON.readTree(journal.figures().<String>ask(known -> known.deliveringMessages(queue)))
                .forEach(consumer -> consumer.path("elements").forEach(messages::add));
        if (queue.equals(CallPlacement.QUEUE)) {
            // one that the broker took back, or that somebody sent for later, tells no number
            JSON.readTree(journal.figures().<String>ask(known -> known.scheduledMessages(queue)))
                    .forEach(messages::add);
        }
        return messages;
    }

    /** Removes those that can be browsed. */
    private void requests(String queue, NumberInText number, Outcome outcome) {
        try {
            List<String> found = new ArrayList<>();
            new QueueMessages(journal, queue, "").browse(Long.MAX_VALUE, (index, message) -> {
                boolean isRequest = queue.equals(CallPlacement.QUEUE)
                        || CallPlacement.QUEUE.equals(DeadLetter.text(message, FailedDelivery.SINK));
                if (isRequest && texts(message).anyMatch(number::isIn)) {
                    found.add(message.getJMSMessageID());
                }
            });
            long gone = 0;
            for (String id : found) {
                if (id != null) {
                    // as Artemis calls the JMSMessageID; one that waits for another try meanwhile goes too
                    gone += journal.figures().ask(known -> known.remove(queue, "AMQUserID = '" + id + "'"));
                }
            }
            outcome.add(queue, gone);
            if (gone < found.size()) {
                outcome.left.add((found.size() - gone) + " requests for calls in " + queue
                        + " are on their way, or have no id: erase again, or drop them by hand");
            }
        } catch (Exception e) {
            outcome.left.add(queue + ": " + Cause.of(e));
        }
    }

    private static Stream<String> texts(Message message) throws JMSException {
        return message instanceof MapMessage
                ? ((Map<?, ?>) message.getBody(Map.class)).values().stream().map(String::valueOf)
                : Stream.ofNullable(DeadLetter.event(message));
    }

    /** Those of events, in the order in which one goes from queue to queue. */
    private List<String> queues() throws Exception {
        List<String> all = journal.figures().ask(known -> known.queues());
        return Stream.of(Stream.of(Queues.EVENTS), all.stream().filter(Queues::isSink), Stream.of(Queues.DEAD_LETTER))
                .flatMap(some -> some)
                .filter(all::contains)
                .toList();
    }
}
