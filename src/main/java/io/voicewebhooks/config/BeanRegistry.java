package io.voicewebhooks.config;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/**
 * Where the packages bind their beans: each is made when a route first asks for it. What a context has under the same name
 * already is left there.
 */
public final class BeanRegistry {
    private final CamelContext context;
    /** The last one is closed first. */
    private final Deque<AutoCloseable> open = new ConcurrentLinkedDeque<>();

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
            closeAtEnd(made);
            return made;
        });
    }

    /** Has something closed once the context has stopped, before what was named earlier. */
    public void closeAtEnd(AutoCloseable each) {
        open.push(each);
    }

    /** Closes what is open. Fails if something could not be closed, once everything else is. */
    public void close() {
        IllegalStateException failure = new IllegalStateException("the journal, or a client, could not be closed");
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
        }
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }
}
