package io.voicewebhooks.operations;

import io.voicewebhooks.delivery.DeliveryOutcome;
import io.voicewebhooks.delivery.DeliveryOutcomes;
import io.voicewebhooks.delivery.FailedDelivery;
import io.voicewebhooks.event.NotAnEventException;
import io.voicewebhooks.event.VoiceEventJson;
import io.voicewebhooks.journal.Queues;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes a delivery for good, and tells whoever listens, such as the call log, that it will not be tried again. */
record Drop(DeliveryOutcomes outcomes) implements QueueMessages.Fate {
    private static final Logger LOG = LoggerFactory.getLogger(Drop.class);

    @Override
    public void of(DeadLetter letter, JMSContext session, Message message) throws JMSException {
        String event = DeadLetter.event(message);
        String queue = ((jakarta.jms.Queue) message.getJMSDestination()).getQueueName();
        if (event == null || letter.sink() == null && !Queues.isSink(queue)) {
            // somebody else wrote it
            return;
        }
        String sink = letter.sink() == null ? Queues.sink(queue) : letter.sink();
        String failures = Objects.requireNonNullElse(DeadLetter.text(message, FailedDelivery.ERRORS), "");
        try {
            outcomes.tell(new DeliveryOutcome(
                    sink,
                    VoiceEventJson.read(event),
                    "dropped",
                    letter.attempts(),
                    failures,
                    0,
                    System.currentTimeMillis()));
        } catch (NotAnEventException e) {
            LOG.debug("{} was no event", letter.id(), e);
        }
    }
}
