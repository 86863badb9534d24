package io.voicewebhooks.delivery;

import io.voicewebhooks.config.Settings;
import io.voicewebhooks.observe.BackgroundHealthCheck;
import io.voicewebhooks.observe.LogText;
import java.time.Duration;
import org.apache.camel.CamelContext;

/**
 * DOWN while a rule of the router fails: until nothing has failed for longer than the broker waits before it brings an event
 * again. Neither readiness nor liveness: webhooks are stored all the same.
 */
final class RouterHealthCheck extends BackgroundHealthCheck {
    /** The broker's longest redelivery delay is one minute. */
    private static final Duration REMEMBERED = Duration.ofSeconds(90);

    private volatile String lastError = "";
    private volatile long lastFailure;

    RouterHealthCheck(CamelContext context) {
        super(context, "router");
    }

    static RouterHealthCheck of(CamelContext context) {
        return context.getRegistry().lookupByNameAndType("voiceRouterHealth", RouterHealthCheck.class);
    }

    void failed(String eventId, Throwable failure) {
        lastFailure = System.nanoTime();
        lastError = "event " + LogText.of(eventId) + ": "
                + Reason.of(failure, Settings.of(getCamelContext())::withoutSecrets);
    }

    @Override
    protected String problem() {
        return lastError.isEmpty() || System.nanoTime() - lastFailure > REMEMBERED.toNanos()
                ? null
                : "a rule of the router fails, its event is tried again: " + lastError;
    }
}
