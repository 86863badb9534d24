package io.voicewebhooks.journal;

import io.voicewebhooks.config.BeanRegistry;
import io.voicewebhooks.event.VoiceEvents;
import org.apache.camel.CamelContext;
import org.apache.camel.component.jms.JmsComponent;

/** The component {@code jms}, the ways into the journal, and its health. */
public final class JournalBeans {
    private JournalBeans() {}

    public static void bind(BeanRegistry beans) {
        beans.bind("jms", JmsComponent.class, context -> Journal.of(context).component());
        beans.bind("eventMessage", EventMessage.class, context -> new EventMessage());
        beans.bind("journalIntake", JournalIntake.class, JournalIntake::new);
        beans.bind("publishIncoming", PublishIncoming.class, context -> new PublishIncoming(context, events(context)));
        beans.bind("publishMissed", PublishMissed.class, context -> new PublishMissed(context, events(context)));
        beans.bind("voiceJournalHealth", JournalHealthCheck.class, JournalHealthCheck::new);
    }

    private static VoiceEvents events(CamelContext context) {
        return context.getRegistry().lookupByNameAndType("voiceEvent", VoiceEvents.class);
    }
}
