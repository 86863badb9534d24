package io.voicewebhooks.rest;

import io.voicewebhooks.config.BeanRegistry;

/** What asks Twilio's REST API. */
public final class RestBeans {
    private RestBeans() {}

    public static void bind(BeanRegistry beans) {
        beans.bindClient("twilioApis", TwilioApis.class, TwilioApis::open);
    }
}
