package io.voicewebhooks.operations;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.event.EventStore;
import io.voicewebhooks.event.EventStores;
import io.voicewebhooks.event.IncompleteErasureException;
import io.voicewebhooks.journal.Journal;
import io.voicewebhooks.journal.Queues;
import io.voicewebhooks.observe.Cause;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets calls wherever the application keeps them, and says what was removed where. */
final class Erasure {
    private static final Logger LOG = LoggerFactory.getLogger(Erasure.class);
    private static final String NUMBER = "number";
    static final Set<String> PARAMETERS = Set.of(NUMBER, "call-sid", "reason", "twilio");
    /** What is shorter, or a word, stands in texts that are not about it. */
    private static final String NUMBER_FORM = "\\+\\d{7,20}|(?=.{3,200}$)[\\w.;=+%~-]+[@:][\\w.@:;=+%~-]+";

    private static final String NUMBER_ALLOWED = "a plus sign and at least 7 digits, or an address with @ or : such as"
            + " sip:alice@example.com, as it stands in the events; calls of others go by their call-sid";
    private static final String TWILIO = "twilio";
    /** It deletes what was archived: what it was sent is nowhere. */
    private static final String DELETES = "twilio-delete";

    private final CamelContext context;
    private final LogReader log;
    private final QueueErasure queues;
    private final AtomicBoolean isUnderWay = new AtomicBoolean();

    Erasure(CamelContext context, Journal journal) {
        this.context = context;
        this.log = new LogReader(context);
        this.queues = new QueueErasure(journal);
    }

    /**
     * What an erasure did.
     *
     * @param calls   whose traces were looked for
     * @param removed by place, of what kind how much: {@code {file: {files: 7}}}
     * @param failed  by place, why something of them may still be there; whoever asks again goes on there
     * @param off     places that are switched off and were not looked at
     * @param left    by sink, how many events of these calls it was sent, which nobody here can take back
     */
    record Receipt(
            Set<String> calls,
            Map<String, Map<String, Long>> removed,
            Map<String, String> failed,
            List<String> off,
            Map<String, Long> left) {}

    /** The calls that would be erased: {@code {calls: ["CA…"], failed: {s3: "…"}}}. */
    Object preview(OperatorRequest request) {
        Map<String, String> failed = new TreeMap<>();
        return Map.of("calls", calls(request, failed), "failed", failed);
    }

    /** Removes them: {@link Receipt}. The queues come first, for what waits there would be written anew, the call log last. */
    Object erase(OperatorRequest request) {
        // whoever has waited long enough types it again, and it goes on here
        if (!isUnderWay.compareAndSet(false, true)) {
            throw new RefusedException(409, "an erasure is under way; ask again when it is done");
        }
        try {
            return erased(request);
        } finally {
            isUnderWay.set(false);
        }
    }

    private Receipt erased(OperatorRequest request) {
        String reason = request.reason();
        Map<String, String> failed = new TreeMap<>();
        Set<String> calls = calls(request, failed);
        Map<String, Long> left = elsewhere(calls);
        Map<String, Map<String, Long>> removed = new LinkedHashMap<>();
        Optional<String> number = request.find(NUMBER);
        List<EventStore> stores = stores(request);
        request.progress().expect(stores.size());
        for (EventStore store : stores) {
            if (isLog(store) && !failed.isEmpty()) {
                failed.put(
                        store.name(),
                        "is left as it is until nothing else fails: it tells which calls belong together");
            } else {
                if (!calls.isEmpty()) {
                    attempt(store, failed, removed, () -> store.erase(calls));
                }
                number.ifPresent(text -> attempt(store, failed, removed, () -> store.eraseNumber(text)));
            }
            request.progress().step(1);
        }
        LOG.info("{} erases {} calls ({}): {}, failed: {}", request.operator(), calls.size(), reason, removed, failed);
        List<String> off = EventStores.of(context).all().stream()
                .filter(store -> !store.isOn())
                .map(EventStore::name)
                .toList();
        return new Receipt(calls, removed, failed, off, left);
    }

    /** Of a number, or the one that is named. What cannot be looked through is said: there may be more. */
    private Set<String> calls(OperatorRequest request, Map<String, String> failed) {
        Optional<String> call =
                request.matching(LetterFilter.CALL_SID, LetterFilter.CALL_SID_FORM, LetterFilter.CALL_SID_ALLOWED);
        Optional<String> number = request.matching(NUMBER, NUMBER_FORM, NUMBER_ALLOWED);
        if (call.isPresent() == number.isPresent()) {
            throw new RefusedException(400, "say whose traces: number, as it stands in the events, or call-sid");
        }
        Set<String> calls = new TreeSet<>(call.map(Set::of).orElse(Set.of()));
        for (EventStore store : stores(request)) {
            // these know the legs of a call without reading a bucket through
            if (number.isPresent() || isLog(store) || store.name().equals("file")) {
                attempt(store, failed, new LinkedHashMap<>(), () -> {
                    calls.addAll(store.callsOf(number.or(() -> call).get()));
                    return Map.of();
                });
            }
        }
        return calls;
    }

    private List<EventStore> stores(OperatorRequest request) {
        List<EventStore> stores = new ArrayList<>(List.of(queues));
        EventStores.of(context).all().stream()
                .filter(store -> store.isOn() && (!store.name().equals(TWILIO) || request.isTrue(TWILIO)))
                .sorted(Comparator.comparing(Erasure::isLog))
                .forEach(stores::add);
        return stores;
    }

    private static boolean isLog(EventStore store) {
        return store.name().equals(Queues.sink(Queues.CALLS));
    }

    private static void attempt(
            EventStore store,
            Map<String, String> failed,
            Map<String, Map<String, Long>> removed,
            Callable<Map<String, Long>> what) {
        try {
            add(store, removed, what.call());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed.put(store.name(), "interrupted");
        } catch (Exception e) {
            LOG.debug("{} does not forget", store.name(), e);
            failed.put(store.name(), Cause.of(e));
            if (e instanceof IncompleteErasureException incomplete) {
                add(store, removed, incomplete.removed());
            }
        }
    }

    private static void add(EventStore store, Map<String, Map<String, Long>> removed, Map<String, Long> more) {
        Map<String, Long> before = removed.computeIfAbsent(store.name(), name -> new LinkedHashMap<>());
        more.forEach((kind, number) -> before.merge(kind, number, Long::sum));
    }

    /** What sinks got that have no store here. */
    private Map<String, Long> elsewhere(Set<String> calls) {
        Map<String, Long> sent = new TreeMap<>();
        if (!calls.isEmpty() && Settings.of(context).isOn(Key.CALLS_ENABLED)) {
            sent.putAll(log.read(known -> known.delivered(calls)));
            EventStores.of(context).all().forEach(store -> sent.remove(store.name()));
            sent.remove(DELETES);
        }
        return sent;
    }
}
