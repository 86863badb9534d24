package io.voicewebhooks.event;

import io.voicewebhooks.config.BeanRegistry;
import io.voicewebhooks.config.Settings;
import org.apache.camel.Processor;

/** The beans that make events of Twilio's requests. */
public final class EventBeans {
    private EventBeans() {}

    public static void bind(BeanRegistry beans) {
        beans.bind("voiceEvent", VoiceEvents.class, context -> new VoiceEvents(Settings.of(context)));
        beans.bind("eventStream", EventStreams.class, EventStreams::new);
        beans.bind(
                "newCall",
                Processor.class,
                context -> new NewCall(context.getRegistry().lookupByNameAndType("voiceEvent", VoiceEvents.class)));
    }
}
