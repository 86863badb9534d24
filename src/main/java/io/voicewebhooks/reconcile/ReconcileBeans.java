package io.voicewebhooks.reconcile;

import io.voicewebhooks.config.BeanRegistry;
import org.apache.camel.Processor;

/** What {@code reconcile} needs, and the router for what comes after all. */
public final class ReconcileBeans {
    private ReconcileBeans() {}

    public static void bind(BeanRegistry beans) {
        beans.bind("reconciliation", Reconciliation.class, Reconciliation::new);
        beans.bind("recoveredAs", Processor.class, LateEvents::new);
    }
}
