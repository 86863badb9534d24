package io.voicewebhooks.journal;

import io.voicewebhooks.observe.BackgroundHealthCheck;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckResultBuilder;

/**
 * Whether events can be stored, and are not spread over several brokers. It shows in {@code /observe/health} and is neither
 * readiness nor liveness: a broken journal does not take the telephone line down.
 */
final class JournalHealthCheck extends BackgroundHealthCheck {
    private final Journal journal;

    JournalHealthCheck(CamelContext context) {
        super(context, "journal");
        this.journal = Journal.of(context);
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        String problem = journal.problem() != null ? journal.problem() : journal.danger();
        if (problem == null) {
            builder.up();
        } else {
            down(builder, problem);
        }
    }
}
