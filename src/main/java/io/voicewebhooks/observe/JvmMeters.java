package io.voicewebhooks.observe;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Micrometer's meters of the JVM: memory, threads, garbage collection and processor. {@code camel.metrics.binders} would
 * bind the same, but reads an index of all of Micrometer first, which takes a twentieth of the start.
 */
public final class JvmMeters {
    private JvmMeters() {}

    /** Binds them to the context's Micrometer registry, if it has one. */
    public static void bind(CamelContext context) {
        MeterRegistry registry = context.getRegistry().findSingleByType(MeterRegistry.class);
        if (registry == null) {
            return;
        }
        JvmGcMetrics collector = new JvmGcMetrics();
        List.<MeterBinder>of(new JvmMemoryMetrics(), new JvmThreadMetrics(), collector, new ProcessorMetrics())
                .forEach(binder -> binder.bindTo(registry));
        context.getLifecycleStrategies().add(new LifecycleStrategySupport() {
            @Override
            public void onContextStopped(CamelContext stopped) {
                collector.close();
            }
        });
    }
}
