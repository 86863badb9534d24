package io.voicewebhooks.journal;

import io.voicewebhooks.config.BeanRegistry;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.event.VoiceEvents;
import io.voicewebhooks.journal.JournalComponent.Wait;
import io.voicewebhooks.signature.SignedParameters;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
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
        // as in incoming-call
        Set<String> ofNewCalls = Set.of("", "ringing");
        return publish(
                context,
                VoiceEvents::incoming,
                parameters -> isOn && ofNewCalls.contains(parameters.text("CallStatus")),
                Wait.NEVER);
    }

    private static Processor publishMissed(CamelContext context) {
        return publish(context, VoiceEvents::missed, parameters -> true, Wait.BRIEFLY);
    }

    /** In one step what the shipped flows do in two, with the bean {@code voiceEvent} and an endpoint {@code journal:}. */
    private static Processor publish(
            CamelContext context,
            BiFunction<VoiceEvents, SignedParameters, VoiceEvent> maker,
            Predicate<SignedParameters> wanted,
            Wait wait) {
        VoiceEvents events = context.getRegistry().lookupByNameAndType("voiceEvent", VoiceEvents.class);
        Processor journal = JournalEndpoint.producer(context, "?variable=event&wait=" + wait);
        return exchange -> {
            SignedParameters parameters = exchange.getMessage().getBody(SignedParameters.class);
            exchange.setVariable("event", maker.apply(events, parameters));
            if (wanted.test(parameters)) {
                journal.process(exchange);
            }
        };
    }
}
