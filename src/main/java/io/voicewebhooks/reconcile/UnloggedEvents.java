package io.voicewebhooks.reconcile;

import io.voicewebhooks.delivery.FailedDelivery;
import io.voicewebhooks.event.NotAnEventException;
import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.event.VoiceEventJson;
import io.voicewebhooks.journal.Journal;
import io.voicewebhooks.journal.Queues;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import jakarta.jms.TextMessage;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events that came and that the call log has not got: its dead letters. Somebody may deliver them yet, and they are not lost. */
final class UnloggedEvents {
    private static final String OF_LOG = FailedDelivery.SINK + " = '" + Queues.sink(Queues.CALLS) + "'";

    private static final Logger LOG = LoggerFactory.getLogger(UnloggedEvents.class);

    private UnloggedEvents() {}

    /** {@link LoggedCalls#name} of each. */
    static Set<String> names(Journal journal) {
        Set<String> names = new HashSet<>();
        try (JMSContext session = journal.browsing().createContext(JMSContext.AUTO_ACKNOWLEDGE);
                QueueBrowser letters = session.createBrowser(session.createQueue(Queues.DEAD_LETTER), OF_LOG)) {
            for (Enumeration<?> each = letters.getEnumeration(); each.hasMoreElements(); ) {
                add(names, (Message) each.nextElement());
            }
        } catch (JMSException e) {
            throw new IllegalStateException("the broker does not show its dead letters", e);
        }
        return names;
    }

    private static void add(Set<String> names, Message letter) throws JMSException {
        try {
            if (letter instanceof TextMessage text) {
                VoiceEvent event = VoiceEventJson.read(text.getText());
                names.add(LoggedCalls.name(event.kind(), event.subject()));
            }
        } catch (NotAnEventException e) {
            LOG.debug("somebody else's dead letter", e);
        }
    }
}
