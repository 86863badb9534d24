package io.voicewebhooks.diagram;

import io.voicewebhooks.observe.VoiceMetrics;
import io.voicewebhooks.observe.WarmUpMark;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeExtension;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Counts what each route has taken and what each of its steps has sent since the start: two additions for each, since every
 * call passes here. What failed is what ended with an error, whether or not the route handled it.
 */
public final class PassedCounts implements Counts, InterceptStrategy, RoutePolicyFactory {
    private final Map<String, Tally> routes = new ConcurrentHashMap<>();
    private final Map<String, Tally> steps = new ConcurrentHashMap<>();

    private PassedCounts() {}

    /** Counts in a context from now on, before any route of it is built. */
    public static void begin(CamelContext context) {
        PassedCounts counts = new PassedCounts();
        context.getCamelContextExtension().addContextPlugin(PassedCounts.class, counts);
        context.getCamelContextExtension().addInterceptStrategy(counts);
        context.addRoutePolicyFactory(counts);
    }

    /** Those of a context; {@link #NONE} where nobody counts. */
    public static Counts of(CamelContext context) {
        Counts counts = context.getCamelContextExtension().getContextPlugin(PassedCounts.class);
        return counts == null ? NONE : counts;
    }

    private static final class Tally {
        private final LongAdder total = new LongAdder();
        private final LongAdder failed = new LongAdder();

        void add(Exchange exchange) {
            if (WarmUpMark.isOn(exchange)) {
                return;
            }
            ExchangeExtension state = exchange.getExchangeExtension();
            total.increment();
            if (exchange.isFailed()
                    || state.isErrorHandlerHandledSet() && state.isErrorHandlerHandled()
                    || exchange.getProperty(VoiceMetrics.FALLBACK) != null) {
                failed.increment();
            }
        }

        Count count() {
            return new Count(total.sum(), failed.sum());
        }
    }

    @Override
    public Optional<Count> route(String id) {
        return Optional.ofNullable(routes.get(id)).map(Tally::count);
    }

    @Override
    public Optional<Count> step(String route, String id) {
        return Optional.of(steps.computeIfAbsent(route + ' ' + id, key -> new Tally()))
                .map(Tally::count);
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext context, String id, NamedNode route) {
        Tally tally = routes.computeIfAbsent(id, key -> new Tally());
        return new RoutePolicySupport() {
            @Override
            public void onExchangeDone(Route done, Exchange exchange) {
                tally.add(exchange);
            }
        };
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor next) {
        return definition instanceof ToDefinition || definition instanceof ToDynamicDefinition
                ? new CountedStep(definition.getId(), target)
                : target;
    }

    private final class CountedStep extends DelegateAsyncProcessor {
        private final String id;
        private volatile Tally tally;

        CountedStep(String id, Processor target) {
            super(target);
            this.id = id;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            if (tally == null) {
                // a step of a route configuration is told only now in which route it is
                String route = exchange.getUnitOfWork().getRoute().getRouteId();
                tally = steps.computeIfAbsent(route + ' ' + id, key -> new Tally());
            }
            return super.process(exchange, done -> {
                tally.add(exchange);
                callback.done(done);
            });
        }
    }
}
