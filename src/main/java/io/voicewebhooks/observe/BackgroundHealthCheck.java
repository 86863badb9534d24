package io.voicewebhooks.observe;

import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * A check of what goes on behind the telephone line. It shows in {@code /observe/health} and is neither readiness nor
 * liveness: whatever it says, calls can be answered.
 */
public abstract class BackgroundHealthCheck extends AbstractHealthCheck {

    protected BackgroundHealthCheck(CamelContext context, String id) {
        super("voice", id);
        setCamelContext(context);
    }

    /**
     * Says DOWN and why. Camel escapes the text for JSON twice, so what would be escaped is written in another way.
     *
     * @param why in one line
     */
    protected static void down(HealthCheckResultBuilder builder, String why) {
        builder.message(why.replace('"', '\'').replace('\\', '/')).down();
    }

    @Override
    public boolean isReadiness() {
        return false;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }
}
