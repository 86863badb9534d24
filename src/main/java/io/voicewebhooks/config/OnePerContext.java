package io.voicewebhooks.config;

import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/** What there is once in a context, made when it is first asked for. */
public final class OnePerContext {
    private OnePerContext() {}

    /** The one of a class; several threads may ask. */
    public static <T> T of(CamelContext context, Class<T> type, Supplier<T> made) {
        synchronized (type) {
            T known = context.getCamelContextExtension().getContextPlugin(type);
            if (known == null) {
                known = made.get();
                context.getCamelContextExtension().addContextPlugin(type, known);
            }
            return known;
        }
    }
}
