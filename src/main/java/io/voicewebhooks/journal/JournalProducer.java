package io.voicewebhooks.journal;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.event.VoiceEventJson;
import io.voicewebhooks.journal.JournalComponent.Wait;
import io.voicewebhooks.journal.spi.JournalUnavailableException;
import io.voicewebhooks.journal.spi.PendingEvent;
import io.voicewebhooks.observe.Cause;
import io.voicewebhooks.observe.FailureLog;
import io.voicewebhooks.observe.TraceContext;
import io.voicewebhooks.observe.VoiceMetrics;
import io.voicewebhooks.observe.WarmUpMark;
import io.voicewebhooks.signature.AnsweredRequests;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.support.DefaultAsyncProducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Stores events. It refuses at once what is known to fail, so that a broker that is away, or a full disk, holds no thread of
 * the HTTP server that callers need. What comes out of the journal may always go back into it: that is how it gets empty.
 */
final class JournalProducer extends DefaultAsyncProducer {
    private static final Logger LOG = LoggerFactory.getLogger(JournalProducer.class);
    /** Longer than a broker that does not answer may take; see {@link ArtemisClient}. */
    private static final long LONGEST_MILLIS = 12_000;

    private final Journal journal;
    private final String variable;
    private final Wait wait;
    private final VoiceMetrics metrics;
    private final long brieflyMillis;
    private final FailureLog unawaited = new FailureLog(
            LOG,
            "events that no caller waits for cannot be stored",
            "events that no caller waits for are stored again");

    JournalProducer(JournalEndpoint endpoint, Journal journal, String variable, Wait wait) {
        super(endpoint);
        this.journal = journal;
        this.variable = variable;
        this.wait = wait;
        this.metrics = VoiceMetrics.of(endpoint.getCamelContext());
        this.brieflyMillis = Settings.of(endpoint.getCamelContext())
                        .duration(Key.INCOMING_DEADLINE)
                        .toMillis()
                / 2;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        PendingEvent event = event(exchange);
        if (WarmUpMark.isOn(exchange)) {
            callback.done(true);
            return true;
        }
        exchange.setProperty(AnsweredRequests.EVENT_ID, event.id());
        if (wait == Wait.STORED) {
            return store(event, exchange, callback);
        }
        if (wait == Wait.NEVER) {
            offer(event, exchange);
        } else {
            storeBriefly(event, exchange);
        }
        callback.done(true);
        return true;
    }

    private PendingEvent event(Exchange exchange) {
        Object event = variable == null ? exchange.getMessage().getBody() : exchange.getVariable(variable);
        if (event instanceof VoiceEvent known) {
            String trace = TraceContext.of(exchange);
            Map<String, String> properties = EventMessage.properties(known);
            if (trace != null) {
                properties.put(TraceContext.TRACEPARENT, trace);
            }
            return new PendingEvent(known.id(), VoiceEventJson.write(known, trace), properties);
        }
        if (variable != null) {
            throw new IllegalStateException("the variable " + variable + " is no event");
        }
        // what EventMessage made, and a route may have added to
        Map<String, String> properties = new LinkedHashMap<>();
        exchange.getMessage().getHeaders().forEach((name, value) -> properties.put(name, value.toString()));
        return new PendingEvent(properties.get("eventId"), exchange.getMessage().getBody(String.class), properties);
    }

    private boolean store(PendingEvent event, Exchange exchange, AsyncCallback callback) {
        String problem = journal.problem();
        if (problem != null && !(exchange.getFromEndpoint() instanceof JmsEndpoint)) {
            exchange.setException(new JournalUnavailableException(problem));
            callback.done(true);
            return true;
        }
        CompletableFuture<Void> stored = journal.store(event);
        if (!Context.isOnEventLoopThread()) {
            // a route on a thread of its own goes on there
            if (!await(stored, LONGEST_MILLIS, exchange)) {
                exchange.setException(new JournalUnavailableException("the broker takes too long"));
            }
            callback.done(true);
            return true;
        }
        Context loop = Vertx.currentContext();
        // the thread serves other calls meanwhile
        Map<String, String> log = MDC.getCopyOfContextMap();
        MDC.clear();
        stored.whenComplete((nothing, failure) -> loop.runOnContext(here -> {
            if (log != null) {
                MDC.setContextMap(log);
            }
            if (failure != null) {
                exchange.setException(failure);
            }
            callback.done(false);
        }));
        return false;
    }

    /** Whether it has ended in time. */
    private static boolean await(CompletableFuture<Void> stored, long millis, Exchange exchange) {
        try {
            stored.get(millis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            exchange.setException(e.getCause());
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.setException(e);
        }
        return true;
    }

    private void storeBriefly(PendingEvent event, Exchange exchange) {
        // for the thread of the journal, whose log lines have no call of their own
        String name = event.properties().get("type") + " of call "
                + event.properties().get("callSid");
        CompletableFuture<Void> stored = journal.storeOrRefuse(event).exceptionally(why -> {
            LOG.error("the event {} could not be stored: {}", name, Cause.of(why));
            metrics.unpublished();
            return null;
        });
        if (!await(stored, brieflyMillis, exchange)) {
            LOG.warn("the event {} is not stored yet, the caller goes on", name);
        }
    }

    private void offer(PendingEvent event, Exchange exchange) {
        CompletableFuture<Void> stored = journal.offer(event);
        if (stored.isCompletedExceptionally()) {
            exchange.removeProperty(AnsweredRequests.EVENT_ID);
        }
        stored.whenComplete((nothing, why) -> {
            if (why == null) {
                unawaited.worked();
            } else {
                metrics.unpublished();
                unawaited.failed(Cause.of(why));
            }
        });
    }
}
