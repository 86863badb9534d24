package io.voicewebhooks.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.journal.Journal;
import io.voicewebhooks.journal.QueueFigures;
import io.voicewebhooks.journal.Queues;
import io.voicewebhooks.observe.LogText;
import io.voicewebhooks.operations.SinkStates.State;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The events that sinks have not got yet: the messages of their queues, of which only Artemis tells all. */
final class WaitingDeliveries {
    private static final Logger LOG = LoggerFactory.getLogger(WaitingDeliveries.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int LONGEST_LINE = 400;

    private final Journal journal;
    private final QueueFigures figures;

    WaitingDeliveries(Journal journal) {
        this.journal = journal;
        this.figures = journal.figures();
    }

    /** {@code {total, offset, limit, deliveries: [{sink, state, eventId, …}]}}. */
    record Page(long total, int offset, int limit, List<WaitingDelivery> deliveries) {}

    /** Sink by sink: what is under way, what waits in the order of the queue, and what is tried again, the next first. */
    Page list(Collection<State> sinks, LetterFilter filter, int offset, int limit) throws Exception {
        LetterFilter any = filter.ofAnySink();
        List<WaitingDelivery> page = new ArrayList<>();
        long total = 0;
        for (State sink : sinks) {
            String queue = queue(sink.name());
            List<WaitingDelivery> underWay = new ArrayList<>();
            for (JsonNode consumer : read(known -> known.deliveringMessages(queue))) {
                underWay.addAll(listed(sink, consumer.path("elements"), any, WaitingDelivery::underWay));
            }
            List<WaitingDelivery> retrying =
                    listed(sink, read(known -> known.scheduledMessages(queue)), any, WaitingDelivery::scheduled);
            retrying.sort(Comparator.comparing(WaitingDelivery::nextTry));

            total = add(underWay, page, total, offset, limit);
            long waiting = figures.ask(known -> known.count(queue, any.selector()));
            long skip = Math.max(0, offset - total);
            browse(sink, any.selector(), skip, Math.min(limit - page.size(), waiting - skip), page);
            total = add(retrying, page, total + waiting, offset, limit);
        }
        return new Page(total, offset, limit, page);
    }

    private JsonNode read(QueueFigures.Question<String> list) throws Exception {
        return MAPPER.readTree(figures.ask(list));
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

    private void browse(State sink, String selector, long skip, long most, List<WaitingDelivery> page)
            throws JMSException {
        if (most <= 0) {
            return;
        }
        try (JMSContext session = journal.browsing().createContext(JMSContext.AUTO_ACKNOWLEDGE);
                QueueBrowser browser = session.createBrowser(session.createQueue(queue(sink.name())), selector)) {
            Enumeration<?> messages = browser.getEnumeration();
            for (long i = 0; i < skip + most && messages.hasMoreElements(); i++) {
                Message message = (Message) messages.nextElement();
                if (i >= skip) {
                    page.add(WaitingDelivery.of(sink, message));
                }
            }
        }
    }

    /** Lets the deliveries of some sinks have their next try at once. Returns how many. */
    long retryNow(Collection<String> sinks, String operator) throws Exception {
        long all = 0;
        for (String sink : sinks) {
            long waiting = figures.scheduled(queue(sink)).orElse(0);
            figures.ask(known -> known.deliverScheduled(queue(sink)));
            LOG.info("{} brings {} waiting deliveries of the sink {} forward", operator, waiting, sink);
            all += waiting;
        }
        return all;
    }

    /** {@code {dropped, left}}. */
    record Dropped(int dropped, long left) {}

    /** Removes events of a sink that is off or gone, for good. */
    Dropped drop(State sink, LetterFilter filter, String reason, String operator) throws Exception {
        String queue = queue(sink.name());
        // nobody reads the queue, so they come within reach and no further
        figures.ask(known -> known.deliverScheduled(queue));
        LetterFilter any = filter.ofAnySink();
        String selector = DeadLetters.before(any, "");
        int dropped = new Sweep(journal.connectionFactory(), queue, selector)
                .take(
                        figures.ask(known -> known.count(queue, selector)),
                        Sweep.REMOVE,
                        letter -> LOG.info(
                                "{} drops ({}) the delivery of event {} to {}",
                                operator,
                                reason,
                                LogText.of(letter.eventInWords(), LONGEST_LINE),
                                sink.name()));
        return new Dropped(dropped, figures.ask(known -> known.count(queue, any.selector())));
    }

    private static String queue(String sink) {
        return Queues.SINK_PREFIX + sink;
    }
}
