package io.voicewebhooks.app;

import io.voicewebhooks.check.CallKeysCheck;
import io.voicewebhooks.check.DialledNumbersCheck;
import io.voicewebhooks.check.DirectEndpointsCheck;
import io.voicewebhooks.check.EmptyBlocksCheck;
import io.voicewebhooks.check.ErrorHandlingCheck;
import io.voicewebhooks.check.FlowEndsCheck;
import io.voicewebhooks.check.LanguagesCheck;
import io.voicewebhooks.check.QueueEndpointsCheck;
import io.voicewebhooks.check.RouteFilesCheck;
import io.voicewebhooks.check.RouteGraph;
import io.voicewebhooks.check.RouteProblem;
import io.voicewebhooks.check.TemplateNamesCheck;
import io.voicewebhooks.check.TemplateVariablesCheck;
import io.voicewebhooks.config.CallKey;
import io.voicewebhooks.config.ConfigurationException;
import io.voicewebhooks.config.DataDirectory;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.event.VoiceEventJson;
import io.voicewebhooks.flow.DialPlan;
import io.voicewebhooks.journal.Journal;
import io.voicewebhooks.journal.QueueMeters;
import io.voicewebhooks.journal.Queues;
import io.voicewebhooks.recording.Spool;
import io.voicewebhooks.twiml.Findings;
import io.voicewebhooks.twiml.TemplateFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be true before a context with our routes starts: its templates are whole, its queues lead somewhere, its
 * failures are handled, the broker runs and has them. The routes are built by then, but no port is open.
 */
public final class Startup extends LifecycleStrategySupport {
    /** Context property: build everything, but start no broker (for {@code check}). */
    public static final String CHECK_ONLY = "voiceCheckOnly";
    /** Context property: these are some of the routes, in a test of theirs; what is asked of the whole is not asked of them. */
    public static final String IN_PART = "voiceRoutesInPart";

    private static final Logger LOG = LoggerFactory.getLogger(Startup.class);

    private final QueueEndpointsCheck queues = new QueueEndpointsCheck();
    private final DirectEndpointsCheck directs = new DirectEndpointsCheck();
    private final TemplateNamesCheck templates = new TemplateNamesCheck();
    private final RouteGraph graph = new RouteGraph();
    private final EmptyBlocksCheck blocks = new EmptyBlocksCheck();
    private final LanguagesCheck languages = new LanguagesCheck();
    private final DialledNumbersCheck numbers = new DialledNumbersCheck();
    private final ErrorHandlingCheck failures = new ErrorHandlingCheck();
    private final List<String> warnings = new ArrayList<>();
    private final CallKeysCheck keys;
    private AutoCloseable directory;

    public Startup(CallKeysCheck keys) {
        this.keys = keys;
    }

    @Override
    public void onContextInitializing(CamelContext context) {
        context.getTypeConverterRegistry().addTypeConverters(VoiceEventJson.class);
        context.getCamelContextExtension().addContextPlugin(Startup.class, this);
    }

    @Override
    public void onRouteContextCreate(Route route) {
        if (route.getRoute() instanceof RouteDefinition definition) {
            queues.see(route, definition);
            directs.see(route, definition);
            templates.see(route, definition);
            graph.see(route, definition);
            blocks.see(route, definition);
            languages.see(route, definition);
            numbers.see(route, definition);
            failures.see(route, definition);
        }
    }

    @Override
    public void onContextStarting(CamelContext context) throws VetoCamelContextStartException {
        try {
            if ("true".equals(context.getGlobalOption(IN_PART))) {
                return;
            }
            List<String> problems = new ArrayList<>(flowProblems(context));
            problems.addAll(queues.problems());
            warnings.addAll(queues.warnings());
            problems.addAll(failures.problems());
            if (failures.areUsed()) {
                problems.addAll(directs.problems());
                problems.addAll(blocks.problems());
                FlowEndsCheck ends = new FlowEndsCheck(context, graph);
                problems.addAll(ends.problems());
                warnings.addAll(ends.warnings());
            }
            RouteFilesCheck files = context.getCamelContextExtension().getContextPlugin(RouteFilesCheck.class);
            if (files != null) {
                problems.addAll(files.problems());
                warnings.addAll(files.warnings(templates.isHeard(RouteFilesCheck.INCOMING)));
            }
            warnings.forEach(LOG::warn);
            if (!problems.isEmpty()) {
                throw new ConfigurationException(problems);
            }
            if (!"true".equals(context.getGlobalOption(CHECK_ONLY))) {
                openOrRelease(context);
            }
        } catch (Exception e) {
            throw new VetoCamelContextStartException(e.getMessage(), e, context, true);
        }
    }

    /** What is allowed but probably not meant, once the context was about to start. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** What is wrong with the call flows and the mails; a context without any of them is left alone. */
    private List<String> flowProblems(CamelContext context) {
        if (!templates.areUsed()) {
            return List.of();
        }
        Findings findings = TemplateFiles.findings(context);
        warnings.addAll(findings.warnings());
        warnings.addAll(templates.warnings(findings.steps()));
        warnings.addAll(languages.warnings(context));
        List<String> problems = new ArrayList<>(findings.problems());
        problems.addAll(templates.problems(context));
        TemplateVariablesCheck variables = new TemplateVariablesCheck(context, graph, findings.problems());
        problems.addAll(variables.problems());
        warnings.addAll(variables.warnings());
        problems.addAll(numbers.problems(findings.dialled()));
        for (String bean : List.of("businessHours", "callers", "dialPlan")) {
            try {
                context.getRegistry().lookupByName(bean);
            } catch (RuntimeException e) {
                problems.add(RouteProblem.describe(e, context));
            }
        }
        warnings.addAll(DialPlan.warnings(CallKey.DIAL_ALLOWED.of(context)));
        // the beans have asked for theirs
        warnings.addAll(keys.warnings(context));
        return problems;
    }

    private void openOrRelease(CamelContext context) throws Exception {
        try {
            open(context);
        } catch (Exception e) {
            release();
            throw e;
        }
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
            journal.start(() -> tellWhatIsLeftBehind(context, journal));
            QueueMeters.register(context, Queues.of(context));
        }
    }

    private void tellWhatIsLeftBehind(CamelContext context, Journal journal) {
        Map<String, Long> left = queues.leftBehind(journal.unread());
        QueueMeters.register(context, left.keySet());
        left.forEach((queue, waiting) -> LOG.warn(
                "{} events wait in the queue {}, which nobody reads now and no route of this application: is its sink"
                        + " switched off, or its route gone?",
                waiting,
                queue));
    }

    /** Gives the data directory back, after everything else has stopped. */
    public void release() throws Exception {
        if (directory != null) {
            directory.close();
            directory = null;
        }
    }
}
