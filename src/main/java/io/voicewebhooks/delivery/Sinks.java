package io.voicewebhooks.delivery;

import io.voicewebhooks.config.OnePerContext;
import io.voicewebhooks.journal.Journal;
import io.voicewebhooks.journal.QueueFigures;
import io.voicewebhooks.journal.Queues;
import io.voicewebhooks.observe.Cause;
import io.voicewebhooks.observe.VoiceMetrics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.jms.JmsConsumer;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.util.function.ThrowingRunnable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sinks of a context, by name. Whatever reads a queue {@code voice.sink.<name>} is one. */
public final class Sinks {
    private static final Logger LOG = LoggerFactory.getLogger(Sinks.class);
    /** Longer than any delivery may take, so that a sink is not stopped in the middle of one. */
    private static final int STOP_LIMIT_SECONDS = 90;

    /** How often a stop that Camel has to be told of looks whether all routes have started. */
    private static final Duration START_LOOK = Duration.ofMillis(100);

    private final CamelContext context;
    private final RetrySchedule probes;
    private final ScheduledExecutorService worker;
    private final Map<String, SinkBreaker> sinks = new TreeMap<>();

    private Sinks(CamelContext context) {
        this.context = context;
        this.probes = RetrySchedule.of(context);
        this.worker = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "sinks");
        context.getLifecycleStrategies().add(new LifecycleStrategySupport() {
            /** Nobody waits for the probes that would follow. */
            @Override
            public void onContextStopped(CamelContext stopped) {
                stopped.getExecutorServiceManager().shutdownNow(worker);
            }
        });
    }

    public static Sinks of(CamelContext context) {
        return OnePerContext.of(context, Sinks.class, () -> new Sinks(context));
    }

    /** Every sink that is switched on, in the order of names. */
    public synchronized Collection<SinkBreaker> all() {
        return List.copyOf(sinks.values());
    }

    public synchronized Optional<SinkBreaker> find(String name) {
        return Optional.ofNullable(sinks.get(name));
    }

    /** The sink of a route; known from then on. */
    synchronized SinkBreaker of(Route route) {
        String queue = ((JmsEndpoint) route.getEndpoint()).getDestinationName();
        String name = Queues.sink(queue);
        return sinks.computeIfAbsent(name, sink -> {
            QueueFigures figures = Journal.of(context).figures();
            RouteValve valve = new RouteValve(sink, route);
            SinkBreaker made = new SinkBreaker(sink, valve, probes, () -> figures.scheduled(queue));
            VoiceMetrics.of(context)
                    .gauge("voice.sink.paused", "sink", sink, () -> made.state() == SinkBreaker.State.ACTIVE ? 0 : 1);
            return made;
        });
    }

    private final class RouteValve implements SinkBreaker.Valve {
        private final String sink;
        private final String routeId;
        private final JmsEndpoint endpoint;
        private final int consumers;
        /** How many consumers are to run; for the worker alone, as the next one. */
        private int wanted;
        /** Whether the consumers were told to stop; deliveries may still be under way. */
        private boolean stopping;

        RouteValve(String sink, Route route) {
            this.sink = sink;
            this.routeId = route.getRouteId();
            this.endpoint = (JmsEndpoint) route.getEndpoint();
            this.consumers = endpoint.getConcurrentConsumers();
        }

        @Override
        public void close(String why) {
            work(() -> {
                LOG.warn("the sink {} is paused: {}", sink, why);
                run(0);
            });
        }

        @Override
        public void openForOne() {
            work(() -> {
                LOG.info("a probe goes out to the sink {}", sink);
                run(1);
            });
        }

        @Override
        public void open() {
            work(() -> {
                LOG.info("the sink {} is active again", sink);
                run(consumers);
            });
        }

        /**
         * Stops the consumers that run and starts others. The worker, and Camel, whose routes stop one after the other, do
         * not wait for the deliveries under way: the container says when the last one has ended.
         */
        private void run(int concurrent) throws Exception {
            wanted = concurrent;
            if (context.getRouteController().getRouteStatus(routeId).isStopped()) {
                restart();
            } else if (!stopping) {
                JmsConsumer consumer = (JmsConsumer) context.getRoute(routeId).getConsumer();
                consumer.getListenerContainer().stop(() -> work(this::restart));
                stopping = true;
            }
        }

        /** Once all routes have started: events flow before, and Camel stops no route while it starts others. */
        private void restart() throws Exception {
            if (!context.isStarted()) {
                later(START_LOOK, () -> work(this::restart));
                return;
            }
            stopping = false;
            context.getRouteController().stopRoute(routeId, STOP_LIMIT_SECONDS, TimeUnit.SECONDS);
            if (wanted > 0) {
                endpoint.setConcurrentConsumers(wanted);
                context.getRouteController().startRoute(routeId);
            }
        }

        @Override
        public void later(Duration wait, Runnable task) {
            worker.schedule(task, wait.toMillis(), TimeUnit.MILLISECONDS);
        }

        private void work(ThrowingRunnable<Exception> work) {
            if (context.isStopping() || context.isStopped()) {
                return;
            }
            worker.execute(() -> {
                try {
                    work.run();
                } catch (Exception e) {
                    LOG.error(
                            "the route {} of the sink {} cannot be stopped or started: {}", routeId, sink, Cause.of(e));
                    find(sink).ifPresent(each -> each.cannotStart("its route cannot be started: " + Cause.of(e)));
                }
            });
        }
    }
}
