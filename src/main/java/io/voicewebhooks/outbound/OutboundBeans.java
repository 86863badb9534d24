package io.voicewebhooks.outbound;

import io.voicewebhooks.config.BeanRegistry;

/** What {@code place-call} needs. */
public final class OutboundBeans {
    private OutboundBeans() {}

    public static void bind(BeanRegistry beans) {
        beans.bind("placeCall", CallPlacement.class, CallPlacement::new);
    }
}
