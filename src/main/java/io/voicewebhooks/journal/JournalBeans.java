package io.voicewebhooks.journal;

import io.voicewebhooks.config.BeanRegistry;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.event.VoiceEvents;
import io.voicewebhooks.journal.JournalComponent.Wait;
import io.voicewebhooks.signature.SignedParameters;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.component.jms.JmsComponent;

/**
 * The component {@code jms}, the journal's health, and ways into the journal from before there was the endpoint
 * {@code journal:voice.events}, which copies of the route files may name.
 */
public final class JournalBeans {
    private JournalBeans() {}

    public static void bind(BeanRegistry beans) {
        beans.closeAtEnd(() -> stop(beans.context()));
        beans.bind("jms", JmsComponent.class, context -> Journal.of(context).component());
        beans.bind("voiceJournalHealth", JournalHealthCheck.class, JournalHealthCheck::new);
        beans.bind("eventMessage", EventMessage.class, context -> new EventMessage());
        beans.bind("journalIntake", AsyncProcessor.class, context -> JournalEndpoint.producer(context, ""));
        beans.bind("publishIncoming", Processor.class, JournalBeans::publishIncoming);
        beans.bind("publishMissed", Processor.class, JournalBeans::publishMissed);
    }

    /** Where a route has asked for the journal. */
    private static void stop(CamelContext context) throws Exception {
        Journal journal = context.getCamelContextExtension().getContextPlugin(Journal.class);
        if (journal != null) {
            journal.stop();
        }
    }

    private static Processor publishIncoming(CamelContext context) {
        boolean isOn = Settings.of(context).isOn(Key.INCOMING_PUBLISH);
        Processor newCall = context.getRegistry().lookupByNameAndType("newCall", Processor.class);
        Processor journal = JournalEndpoint.producer(context, "?variable=event&wait=" + Wait.NEVER);
        return exchange -> {
            newCall.process(exchange);
            if (isOn && exchange.getVariable("event") != null) {
                journal.process(exchange);
            }
        };
    }

    private static Processor publishMissed(CamelContext context) {
        VoiceEvents events = context.getRegistry().lookupByNameAndType("voiceEvent", VoiceEvents.class);
        Processor journal = JournalEndpoint.producer(context, "?variable=event&wait=" + Wait.BRIEFLY);
        return exchange -> {
            exchange.setVariable("event", events.missed(exchange.getMessage().getBody(SignedParameters.class)));
            journal.process(exchange);
        };
    }
}
