package io.voicewebhooks.config;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/**
 * Where the packages bind their beans: each is made when a route first asks for it. What a context has under the same name
 * already is left there.
 */
public final class BeanRegistry {
    private final CamelContext context;
    /** The beans with connections of their own that were made. */
    private final List<AutoCloseable> clients = new CopyOnWriteArrayList<>();

    public BeanRegistry(CamelContext context) {
        this.context = context;
    }

    /** The context that gets the beans, for what a package has beside them, such as a route policy. */
    public CamelContext context() {
        return context;
    }

    /** Binds a bean that needs no more than its context. */
    public <T> void bind(String name, Class<T> type, Function<CamelContext, ? extends T> bean) {
        Registry registry = context.getRegistry();
        if (registry.lookupByName(name) == null) {
            registry.bind(name, type, () -> bean.apply(context));
        }
    }

    /** A bean with connections of its own. Camel's destroy method would make one that nobody asked for. */
    public <T extends AutoCloseable> void bindClient(
            String name, Class<T> type, Function<CamelContext, ? extends T> bean) {
        bind(name, type, any -> {
            T made = bean.apply(context);
            clients.add(made);
            return made;
        });
    }

    /** Closes the beans with connections of their own. */
    public void close() throws Exception {
        for (AutoCloseable client : clients) {
            client.close();
        }
    }
}
