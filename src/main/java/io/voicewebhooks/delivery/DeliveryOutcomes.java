package io.voicewebhooks.delivery;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;

/** Tells whoever listens how tries to deliver an event ended. A listener neither waits for anything nor throws. */
public final class DeliveryOutcomes {
    private final List<Consumer<DeliveryOutcome>> listeners = new CopyOnWriteArrayList<>();

    private DeliveryOutcomes() {}

    public static synchronized DeliveryOutcomes of(CamelContext context) {
        DeliveryOutcomes known = context.getCamelContextExtension().getContextPlugin(DeliveryOutcomes.class);
        if (known == null) {
            known = new DeliveryOutcomes();
            context.getCamelContextExtension().addContextPlugin(DeliveryOutcomes.class, known);
        }
        return known;
    }

    public void add(Consumer<DeliveryOutcome> listener) {
        listeners.add(listener);
    }

    boolean hasListeners() {
        return !listeners.isEmpty();
    }

    void tell(DeliveryOutcome outcome) {
        listeners.forEach(listener -> listener.accept(outcome));
    }
}
