package io.voicewebhooks.event;

import io.voicewebhooks.config.OnePerContext;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;

/** Every place of an application that keeps events. */
public final class EventStores {
    private final List<EventStore> stores = new CopyOnWriteArrayList<>();

    private EventStores() {}

    /** Those of a context. */
    public static EventStores of(CamelContext context) {
        return OnePerContext.of(context, EventStores.class, EventStores::new);
    }

    /** Adds one. */
    public void add(EventStore store) {
        stores.add(store);
    }

    /** In the order in which they were added. */
    public List<EventStore> all() {
        return List.copyOf(stores);
    }
}
