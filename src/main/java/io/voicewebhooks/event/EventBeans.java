package io.voicewebhooks.event;

import io.voicewebhooks.config.BeanRegistry;

/** The bean that makes events of Twilio's requests. */
public final class EventBeans {
    private EventBeans() {}

    public static void bind(BeanRegistry beans) {
        beans.bind("voiceEvent", VoiceEvents.class, VoiceEvents::new);
    }
}
