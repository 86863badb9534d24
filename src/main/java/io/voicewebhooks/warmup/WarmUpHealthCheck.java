package io.voicewebhooks.warmup;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Readiness: down until the application is warm, or has given up on it. */
final class WarmUpHealthCheck extends AbstractHealthCheck {
    private volatile boolean over;

    WarmUpHealthCheck() {
        super("voice", "warm-up");
    }

    void over() {
        over = true;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        if (over) {
            builder.up();
        } else {
            builder.message("not warm yet: calls are answered, the first ones more slowly")
                    .down();
        }
    }

    @Override
    public boolean isLiveness() {
        return false;
    }
}
