package io.voicewebhooks.journal;

import io.voicewebhooks.config.Settings;
import io.voicewebhooks.observe.BackgroundHealthCheck;
import org.apache.camel.CamelContext;

/**
 * Whether events can be stored, and are not spread over several brokers. It shows in {@code /observe/health} and is neither
 * readiness nor liveness: a broken journal does not take the telephone line down.
 */
final class JournalHealthCheck extends BackgroundHealthCheck {
    private final Journal journal;

    JournalHealthCheck(CamelContext context) {
        super(context, "journal");
        boolean ours = Settings.areGiven(context);
        setEnabled(ours);
        this.journal = ours ? Journal.of(context) : null;
    }

    @Override
    protected String problem() {
        String problem = journal.problem();
        return problem != null ? problem : journal.danger();
    }
}
