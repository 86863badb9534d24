package io.voicewebhooks;

import io.voicewebhooks.config.Settings;
import io.voicewebhooks.event.VoiceEventJson;
import io.voicewebhooks.journal.Journal;
import io.voicewebhooks.journal.QueueMeters;
import org.apache.camel.CamelContext;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be true before a context with our routes starts: its queues lead somewhere, the broker runs and has them.
 * The routes are built by then, but no port is open.
 */
final class Startup extends LifecycleStrategySupport {
    /** Context property: build everything, but start no broker (for {@code check}). */
    static final String CHECK_ONLY = "voiceCheckOnly";

    private static final Logger LOG = LoggerFactory.getLogger(Startup.class);

    @Override
    public void onContextInitializing(CamelContext context) {
        context.getTypeConverterRegistry().addTypeConverters(VoiceEventJson.class);
    }

    @Override
    public void onContextStarting(CamelContext context) throws VetoCamelContextStartException {
        if (context.getCamelContextExtension().getContextPlugin(Journal.class) == null) {
            return;
        }
        try {
            QueuesLeadSomewhere.check(context);
            if (!"true".equals(context.getGlobalOption(CHECK_ONLY))) {
                Settings.of(context).warnings().forEach(LOG::warn);
                Journal.of(context).start();
                QueueMeters.register(context);
            }
        } catch (Exception e) {
            throw new VetoCamelContextStartException(e.getMessage(), e, context, true);
        }
    }
}
