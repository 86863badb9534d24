package io.voicewebhooks.observe;

import java.util.Map;
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

    /** What is wrong, in one line; {@code null} where nothing is. */
    protected abstract String problem();

    @Override
    protected final void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        String problem = problem();
        if (problem == null) {
            builder.up();
        } else {
            // Camel escapes the text for JSON twice, so what would be escaped is written in another way
            builder.message(problem.replace('"', '\'').replace('\\', '/')).down();
        }
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
