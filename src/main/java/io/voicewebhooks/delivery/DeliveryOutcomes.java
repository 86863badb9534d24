package io.voicewebhooks.delivery;

import io.voicewebhooks.config.OnePerContext;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;

/** Tells whoever listens how deliveries stand. A listener neither waits for anything nor throws. */
public final class DeliveryOutcomes {
    private final List<Consumer<DeliveryOutcome>> listeners = new CopyOnWriteArrayList<>();

    private DeliveryOutcomes() {}

    public static DeliveryOutcomes of(CamelContext context) {
        return OnePerContext.of(context, DeliveryOutcomes.class, () -> new DeliveryOutcomes());
    }

    public void add(Consumer<DeliveryOutcome> listener) {
        listeners.add(listener);
    }

    boolean hasListeners() {
        return !listeners.isEmpty();
    }

    public void tell(DeliveryOutcome outcome) {
        listeners.forEach(listener -> listener.accept(outcome));
    }
}
