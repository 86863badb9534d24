package io.voicewebhooks.journal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.jms.JmsEndpoint;

/**
 * The bean {@code journalIntake}: stores the message in the queue {@code voice.events} and returns once the broker has it on
 * disk. It refuses at once what is known to fail, so that a broker that is away, or a full disk, holds no thread of the HTTP
 * server that callers need. What comes out of the journal may always go back into it: that is how it gets empty.
 */
public final class JournalIntake implements Processor {
    private final Journal journal;

    public JournalIntake(CamelContext context) {
        this.journal = Journal.of(context);
    }

    /**
     * @param exchange body: the event's JSON; headers: its JMS properties, {@code eventId} among them
     */
    @Override
    public void process(Exchange exchange) throws Exception {
        String problem = journal.problem();
        if (problem != null && !(exchange.getFromEndpoint() instanceof JmsEndpoint)) {
            throw new JournalUnavailableException(problem);
        }
        Message message = exchange.getMessage();
        Map<String, String> properties = new LinkedHashMap<>();
        message.getHeaders().forEach((name, value) -> properties.put(name, value.toString()));
        journal.writer().store(new PendingEvent(properties.get("eventId"), message.getBody(String.class), properties));
    }
}
