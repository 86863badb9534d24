package io.voicewebhooks.twiml;

import io.voicewebhooks.config.BeanRegistry;

/** The bean that replies with a template. */
public final class TwimlBeans {
    private TwimlBeans() {}

    public static void bind(BeanRegistry beans) {
        beans.bind("twiml", Twiml.class, Twiml::new);
    }
}
