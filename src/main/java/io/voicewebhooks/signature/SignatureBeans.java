package io.voicewebhooks.signature;

import io.voicewebhooks.config.BeanRegistry;

/** The bean that checks signatures, and the guard of the routes that would not ask it. */
public final class SignatureBeans {
    private SignatureBeans() {}

    public static void bind(BeanRegistry beans) {
        beans.context().addRoutePolicyFactory(new SignatureGuard());
        beans.bind("twilioSignature", TwilioSignature.class, TwilioSignature::new);
    }
}
