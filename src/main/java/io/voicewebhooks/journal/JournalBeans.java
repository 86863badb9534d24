package io.voicewebhooks.journal;

import io.voicewebhooks.config.BeanRegistry;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.event.VoiceEvents;
import io.voicewebhooks.journal.JournalComponent.Wait;
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

    private static PublishStep publishIncoming(CamelContext context) {
        boolean publish = Settings.of(context).isOn(Key.INCOMING_PUBLISH);
        return new PublishStep(
                context,
                events(context)::incoming,
                parameters -> publish && isNew(parameters.text("CallStatus")),
                Wait.NEVER);
    }

    /** As in {@code incoming-call}. */
    private static boolean isNew(String status) {
        return status.isEmpty() || status.equals("ringing");
    }

    private static PublishStep publishMissed(CamelContext context) {
        return new PublishStep(context, events(context)::missed, parameters -> true, Wait.BRIEFLY);
    }

    private static VoiceEvents events(CamelContext context) {
        return context.getRegistry().lookupByNameAndType("voiceEvent", VoiceEvents.class);
    }
}
