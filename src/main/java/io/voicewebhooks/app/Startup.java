package io.voicewebhooks.app;

import io.voicewebhooks.check.RouteChecks;
import io.voicewebhooks.config.ConfigurationException;
import io.voicewebhooks.config.DataDirectory;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.event.VoiceEventJson;
import io.voicewebhooks.journal.Journal;
import io.voicewebhooks.journal.QueueMeters;
import io.voicewebhooks.journal.Queues;
import io.voicewebhooks.recording.Spool;
import io.voicewebhooks.sink.calls.CallLogOff;
import io.voicewebhooks.twiml.Findings;
import java.io.Closeable;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.util.IOHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be true before a context with our routes starts: its templates are whole, its queues lead somewhere, its
 * failures are handled, the broker runs and has them. The routes are built by then, but no port is open.
 */
final class Startup extends LifecycleStrategySupport {
    /** Context property: build everything, but start no broker (for {@code check}). */
    static final String CHECK_ONLY = "voiceCheckOnly";
    /** Context property: these are some of the routes, in a test of theirs; what is asked of the whole is not asked of them. */
    private static final String IN_PART = "voiceRoutesInPart";

    private static final Logger LOG = LoggerFactory.getLogger(Startup.class);

    private final RouteChecks checks;
    private Findings findings = new Findings();
    private Closeable directory;

    Startup(CamelContext context) {
        this.checks = new RouteChecks(context);
    }

    @Override
    public void onContextInitializing(CamelContext context) {
        context.getTypeConverterRegistry().addTypeConverters(VoiceEventJson.class);
        context.getCamelContextExtension().addContextPlugin(Startup.class, this);
    }

    @Override
    public void onRouteContextCreate(Route route) {
        checks.see(route);
    }

    @Override
    public void onContextStarting(CamelContext context) throws VetoCamelContextStartException {
        try {
            if ("true".equals(context.getGlobalOption(IN_PART))) {
                return;
            }
            findings = checks.report();
            boolean starts = !"true".equals(context.getGlobalOption(CHECK_ONLY));
            if (starts) {
                findings.warnings().forEach(LOG::warn);
                findings.notes().forEach(LOG::info);
            }
            ConfigurationException.ifAny(findings.problems());
            if (starts) {
                open(context);
            }
        } catch (Exception e) {
            release();
            throw new VetoCamelContextStartException(e.getMessage(), e, context, true);
        }
    }

    /** What was found in the routes, once the context was about to start. */
    Findings findings() {
        return findings;
    }

    /** Opens what the routes use; a context that uses nothing of ours is left alone. */
    private void open(CamelContext context) throws Exception {
        Spool spool = context.getCamelContextExtension().getContextPlugin(Spool.class);
        Journal journal = context.getCamelContextExtension().getContextPlugin(Journal.class);
        if (spool != null || journal != null) {
            directory = DataDirectory.take(Settings.of(context));
        }
        if (spool != null) {
            spool.open();
        }
        if (journal != null) {
            Settings.of(context).warnings().forEach(LOG::warn);
            new CallLogOff(Settings.of(context)).note();
            journal.start(() -> tellWhatIsLeftBehind(context, journal));
            QueueMeters.register(context, Queues.of(context));
        }
    }

    private void tellWhatIsLeftBehind(CamelContext context, Journal journal) {
        Map<String, Long> left = checks.leftBehind(journal.figures().unread());
        QueueMeters.register(context, left.keySet());
        left.forEach((queue, waiting) -> LOG.warn(
                "{} events wait in the queue {}, which nobody reads now and no route of this application: is its sink"
                        + " switched off, or its route gone?",
                waiting,
                queue));
    }

    /** Gives the data directory back, after everything else has stopped. */
    void release() {
        IOHelper.close(directory);
        directory = null;
    }
}
