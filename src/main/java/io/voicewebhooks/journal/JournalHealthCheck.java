package io.voicewebhooks.journal;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Whether events can be stored. It shows in {@code /observe/health} and is neither readiness nor liveness: a broken
 * journal does not take the telephone line down.
 */
public final class JournalHealthCheck extends AbstractHealthCheck {
    private final Journal journal;

    public JournalHealthCheck(CamelContext context) {
        super("voice", "journal");
        setCamelContext(context);
        this.journal = Journal.of(context);
    }

    @Override
    public boolean isReadiness() {
        return false;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        String problem = journal.problem();
        if (problem == null) {
            builder.up();
        } else {
            builder.message(problem).down();
        }
    }
}
