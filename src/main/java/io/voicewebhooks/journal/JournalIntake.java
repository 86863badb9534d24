package io.voicewebhooks.journal;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.jms.JmsEndpoint;

/**
 * The bean {@code journalIntake}, the step before an event is stored: refuses at once what is known to fail, so that a
 * broker that is away, or a full disk, holds no thread of the HTTP server that callers need. What comes out of the journal
 * may always go back into it: that is how it gets empty.
 */
public final class JournalIntake implements Processor {
    private final Journal journal;

    public JournalIntake(CamelContext context) {
        this.journal = Journal.of(context);
    }

    @Override
    public void process(Exchange exchange) throws JournalUnavailableException {
        String problem = journal.problem();
        if (problem != null && !(exchange.getFromEndpoint() instanceof JmsEndpoint)) {
            throw new JournalUnavailableException(problem);
        }
    }
}
