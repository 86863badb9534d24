package io.voicewebhooks.journal;

import java.util.Arrays;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;

/**
 * The bean {@code oneAtATime}, a policy around storing an event: copies of one event are stored one after the other.
 * Artemis looks a duplicate id up and remembers it in two steps, so copies that come at the same moment (Twilio repeats a
 * webhook whose answer takes long) would both be stored.
 */
public final class OneAtATime implements Policy {
    private static final int STRIPES = 256;

    private final Lock[] locks = new Lock[STRIPES];

    public OneAtATime() {
        Arrays.setAll(locks, stripe -> new ReentrantLock());
    }

    @Override
    public void beforeWrap(Route route, NamedNode definition) {
        // nothing to prepare
    }

    @Override
    public Processor wrap(Route route, Processor processor) {
        return exchange -> {
            String eventId = exchange.getMessage().getHeader("eventId", "", String.class);
            Lock lock = locks[Math.floorMod(eventId.hashCode(), STRIPES)];
            lock.lock();
            try {
                processor.process(exchange);
            } finally {
                lock.unlock();
            }
        };
    }
}
