package io.voicewebhooks.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.voicewebhooks.journal.Journal;
import io.voicewebhooks.journal.Queues;
import io.voicewebhooks.observe.LogText;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The queue {@code voice.dead-letter}, for operators. It speaks plain JMS, so any broker will do. */
final class DeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private static final int LONGEST_LINE = 400;

    private final ConnectionFactory connections;
    private final ConnectionFactory browsing;
    private final Supplier<Set<String>> sinks;

    /**
     * @param sinks the sinks that are switched on
     */
    DeadLetters(Journal journal, Supplier<Set<String>> sinks) {
        this.connections = journal.connectionFactory();
        this.browsing = journal.browsing();
        this.sinks = sinks;
    }

    /** {@code {total, offset, limit, deadLetters: [{id, sink, …}]}}, the oldest first. */
    record Page(int total, int offset, int limit, List<DeadLetter> deadLetters) {}

    /** {@code {id, sink, …, errors: [{time, error}], event: {…}}}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Letter(
            @JsonUnwrapped DeadLetter letter,
            List<DeadLetter.Failure> errors,
            @JsonRawValue String event) {}

    private static final Sweep.Fate SEND_AFRESH = (session, message, letter) -> letter.sendAfresh(session, message);

    Page list(LetterFilter filter, int offset, int limit) {
        List<DeadLetter> page = new ArrayList<>();
        int[] total = {0};
        browse(filter.selector(), message -> {
            if (total[0] >= offset && page.size() < limit) {
                page.add(DeadLetter.of(message));
            }
            total[0]++;
        });
        return new Page(total[0], offset, limit, page);
    }

    int count(String selector) {
        int[] total = {0};
        browse(selector, message -> total[0]++);
        return total[0];
    }

    Letter show(String id) {
        List<Letter> found = new ArrayList<>();
        browse(selectorOf(id), message -> {
            String event = DeadLetter.event(message);
            found.add(new Letter(DeadLetter.of(message), DeadLetter.errors(message), JsonReply.asJson(event)));
        });
        return found.stream().findFirst().orElseThrow(() -> unknown(id));
    }

    /** Delivers a letter afresh: as an event that has never been tried, with the id it always had. */
    synchronized void redrive(String id, String operator) {
        DeadLetter letter = show(id).letter();
        if (letter.sink() == null || !sinks.get().contains(letter.sink())) {
            throw new RefusedException(
                    409,
                    "the dead letter is of the sink " + letter.sink() + ", which is not switched on here; switched on: "
                            + String.join(", ", sinks.get()));
        }
        if (take(selectorOf(id), 1, SEND_AFRESH, operator, "redrives") == 0) {
            throw unknown(id);
        }
    }

    /** The same for many; those of sinks that are switched off stay. Returns how many. */
    synchronized int redrive(LetterFilter filter, String operator) {
        if (sinks.get().isEmpty()) {
            return 0;
        }
        String names = sinks.get().stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
        String selector = before(filter, "deliverySink IN (" + names + ")");
        return take(selector, count(selector), SEND_AFRESH, operator, "redrives");
    }

    /** Removes a letter for good. */
    synchronized void drop(String id, String reason, String operator) {
        show(id);
        if (take(selectorOf(id), 1, Sweep.REMOVE, operator, "drops (" + reason + ")") == 0) {
            throw unknown(id);
        }
    }

    /** The same for many. Returns how many. */
    synchronized int drop(LetterFilter filter, String reason, String operator) {
        String selector = before(filter, "");
        return take(selector, count(selector), Sweep.REMOVE, operator, "drops (" + reason + ")");
    }

    /** A letter that comes back while the others are under way is not meant a second time. */
    static String before(LetterFilter filter, String condition) {
        return List.of(filter.selector(), condition, "JMSTimestamp <= " + System.currentTimeMillis()).stream()
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" AND "));
    }

    private int take(String selector, int most, Sweep.Fate fate, String operator, String action) {
        return new Sweep(connections, Queues.DEAD_LETTER, selector)
                .take(
                        most,
                        fate,
                        letter -> LOG.info(
                                "{} {} the dead letter {}",
                                operator,
                                action,
                                LogText.of(letter.inWords(), LONGEST_LINE)));
    }

    private interface Look {
        void at(Message message) throws JMSException;
    }

    private void browse(String selector, Look look) {
        try (JMSContext session = browsing.createContext(JMSContext.AUTO_ACKNOWLEDGE);
                QueueBrowser browser = session.createBrowser(session.createQueue(Queues.DEAD_LETTER), selector)) {
            for (Enumeration<?> letters = browser.getEnumeration(); letters.hasMoreElements(); ) {
                look.at((Message) letters.nextElement());
            }
        } catch (JMSException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static String selectorOf(String id) {
        String selector = DeadLetter.selector(id);
        if (selector == null) {
            throw unknown(id);
        }
        return selector;
    }

    private static RefusedException unknown(String id) {
        return new RefusedException(404, "there is no dead letter " + LogText.of(id, 200));
    }
}
