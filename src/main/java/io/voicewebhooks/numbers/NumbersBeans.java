package io.voicewebhooks.numbers;

import io.voicewebhooks.config.BeanRegistry;

/** What {@code numbers-drift} needs. */
public final class NumbersBeans {
    private NumbersBeans() {}

    public static void bind(BeanRegistry beans) {
        beans.bind("numbersDrift", NumbersDrift.class, NumbersDrift::new);
        beans.bind("voiceNumbersHealth", NumbersHealthCheck.class, NumbersHealthCheck::new);
    }
}
