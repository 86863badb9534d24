package io.voicewebhooks.operations;

import io.voicewebhooks.delivery.FailedDelivery;
import io.voicewebhooks.event.CallsOf;
import io.voicewebhooks.event.EventStore;
import io.voicewebhooks.event.IncompleteErasureException;
import io.voicewebhooks.event.NotAnEventException;
import io.voicewebhooks.event.VoiceEventJson;
import io.voicewebhooks.journal.Journal;
import io.voicewebhooks.journal.Queues;
import io.voicewebhooks.outbound.CallPlacement;
import jakarta.jms.MapMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Forgets calls in the queues: events that wait, those that wait for another try, and dead letters. */
record QueueErasure(Journal journal) implements EventStore {
    private static final int SIDS_AT_ONCE = 100;

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

    @Override
    public Map<String, Long> erase(Set<String> callSids) throws Exception {
        Map<String, Long> removed = new TreeMap<>();
        List<String> sids = List.copyOf(callSids);
        for (String queue : queues()) {
            for (int from = 0; from < sids.size(); from += SIDS_AT_ONCE) {
                String selector = sids.subList(from, Math.min(sids.size(), from + SIDS_AT_ONCE)).stream()
                        // a store of others may name anything
                        .map(sid -> sid.replace("'", "''"))
                        .collect(Collectors.joining("', '", "callSid IN ('", "')"));
                long gone = journal.figures().ask(known -> known.remove(queue, selector));
                if (gone > 0) {
                    removed.merge(queue, gone, Long::sum);
                }
            }
        }
        return removed;
    }

    /**
     * Requests for calls from or to it, and those that name it otherwise. One that waits for another try cannot be browsed, but
     * tells its numbers in its properties.
     */
    @Override
    public Map<String, Long> eraseNumber(String number) throws Exception {
        Map<String, Long> removed = new TreeMap<>();
        String quoted = "'" + number.replace("'", "''") + "'";
        Pattern named = Pattern.compile("(?<![\\w+])" + Pattern.quote(number) + "(?!\\w)");
        List<String> there = new ArrayList<>(List.of(CallPlacement.QUEUE, Queues.DEAD_LETTER));
        there.retainAll(journal.figures().ask(known -> known.queues()));
        for (String queue : there) {
            String selector = CallPlacement.TO + " = " + quoted + " OR " + CallPlacement.FROM + " = " + quoted;
            long gone = journal.figures().ask(known -> known.remove(queue, selector));
            gone += requests(queue, named);
            if (gone > 0) {
                removed.put(queue, gone);
            }
        }
        return removed;
    }

    /** Removes those that can be browsed. */
    private long requests(String queue, Pattern named) throws IncompleteErasureException {
        List<String> found = new ArrayList<>();
        new QueueMessages(journal, queue, "").browse(Long.MAX_VALUE, (index, message) -> {
            boolean isRequest = queue.equals(CallPlacement.QUEUE)
                    || CallPlacement.QUEUE.equals(DeadLetter.text(message, FailedDelivery.SINK));
            String body = message instanceof MapMessage
                    ? String.valueOf(message.getBody(Map.class))
                    : DeadLetter.event(message);
            if (isRequest && body != null && named.matcher(body).find()) {
                found.add(message.getJMSMessageID());
            }
        });
        Progress progress = new Progress();
        long gone = 0;
        for (String id : found) {
            if (id != null) {
                String one = "JMSMessageID = '" + id + "'";
                gone += new QueueMessages(journal, queue, one)
                        .take(1, (letter, session, message) -> {}, progress, letter -> {});
            }
        }
        if (gone < found.size()) {
            throw new IncompleteErasureException(
                    (found.size() - gone) + " requests for calls in " + queue
                            + " are on their way, or have no id: erase again, or drop them by hand",
                    gone == 0 ? Map.of() : Map.of(queue, gone));
        }
        return gone;
    }

    private List<String> queues() throws Exception {
        return journal.figures().ask(known -> known.queues()).stream()
                .filter(queue -> Queues.isSink(queue)
                        || Stream.of(Queues.EVENTS, Queues.DEAD_LETTER).anyMatch(queue::equals))
                .toList();
    }
}
