package io.voicewebhooks.journal;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.voicewebhooks.journal.spi.JournalUnavailableException;
import io.voicewebhooks.signature.TwilioSignature;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.support.AsyncProcessorSupport;
import org.slf4j.MDC;

/**
 * The bean {@code journalIntake}: stores the message in the queue {@code voice.events} and goes on once the broker has it on
 * disk. It refuses at once what is known to fail, so that a broker that is away, or a full disk, holds no thread of the HTTP
 * server that callers need. What comes out of the journal may always go back into it: that is how it gets empty.
 */
public final class JournalIntake extends AsyncProcessorSupport {
    /** Longer than a broker that does not answer may take; see {@link ArtemisClient}. */
    private static final long LONGEST_SECONDS = 12;

    private final Journal journal;

    public JournalIntake(CamelContext context) {
        this.journal = Journal.of(context);
    }

    /**
     * @param exchange body: the event's JSON; headers: its JMS properties, {@code eventId} among them
     */
    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        String problem = journal.problem();
        if (problem != null && !(exchange.getFromEndpoint() instanceof JmsEndpoint)) {
            exchange.setException(new JournalUnavailableException(problem));
            callback.done(true);
            return true;
        }
        CompletableFuture<Void> stored = store(exchange.getMessage());
        if (!Context.isOnEventLoopThread()) {
            return await(stored, exchange, callback);
        }
        Context loop = Vertx.currentContext();
        // the thread serves other calls meanwhile
        String call = MDC.get(TwilioSignature.MDC_CALL_SID);
        MDC.remove(TwilioSignature.MDC_CALL_SID);
        stored.whenComplete((nothing, failure) -> loop.runOnContext(here -> {
            if (call != null) {
                MDC.put(TwilioSignature.MDC_CALL_SID, call);
            }
            if (failure != null) {
                exchange.setException(failure);
            }
            callback.done(false);
        }));
        return false;
    }

    /** A route on a thread of its own goes on there. */
    private static boolean await(CompletableFuture<Void> stored, Exchange exchange, AsyncCallback callback) {
        try {
            stored.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            exchange.setException(e.getCause());
        } catch (TimeoutException e) {
            exchange.setException(new JournalUnavailableException("the broker takes too long"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.setException(e);
        }
        callback.done(true);
        return true;
    }

    private CompletableFuture<Void> store(Message message) {
        Map<String, String> properties = new LinkedHashMap<>();
        message.getHeaders().forEach((name, value) -> properties.put(name, value.toString()));
        return journal.store(properties.get("eventId"), message.getBody(String.class), properties);
    }
}
