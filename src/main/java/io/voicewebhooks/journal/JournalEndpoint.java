package io.voicewebhooks.journal;

import io.voicewebhooks.journal.JournalComponent.Wait;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultEndpoint;

/** The way into the journal of a context, which is made, but not started, with it. */
final class JournalEndpoint extends DefaultEndpoint {
    private final Journal journal;
    /** That holds the events; {@code null} for the body. */
    private final String variable;

    private final Wait wait;

    JournalEndpoint(String uri, JournalComponent component, String variable, Wait wait) {
        super(uri, component);
        this.journal = Journal.of(component.getCamelContext());
        this.variable = variable;
        this.wait = wait;
    }

    /**
     * What stores events for a bean.
     *
     * @param options of the endpoint, as a query
     */
    static JournalProducer producer(CamelContext context, String options) {
        return context.getEndpoint("journal:" + Queues.EVENTS + options, JournalEndpoint.class)
                .createProducer();
    }

    @Override
    public JournalProducer createProducer() {
        return new JournalProducer(this, journal, variable, wait);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("events are read from jms:queue:" + Queues.EVENTS);
    }
}
