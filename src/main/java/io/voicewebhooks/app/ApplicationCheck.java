package io.voicewebhooks.app;

import io.voicewebhooks.check.RouteProblem;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.twiml.Findings;
import io.voicewebhooks.twiml.TemplateFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.spi.ContextServiceLoaderPluginResolver;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.service.ServiceHelper;

/**
 * {@code check}: builds the application as {@code run} does, every property, route, endpoint, expression and template, and
 * stops before anything is started: no port, no journal, no connection to a sink is opened.
 */
public final class ApplicationCheck {
    private final Main main = VoiceApplication.create();
    private Findings found;
    private int routes;

    public ApplicationCheck() {
        this(context -> {});
    }

    /** Shows the application once it is built, if it has no problem, and before it is forgotten. */
    public ApplicationCheck(Consumer<CamelContext> built) {
        // the one that Main has would stay until the process ends
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.addOverrideProperty("camel.server.enabled", "false");
        main.addOverrideProperty("camel.management.enabled", "false");
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport support) {
                support.getCamelContext().getGlobalOptions().put(Startup.CHECK_ONLY, "true");
                support.getCamelContext().getLifecycleStrategies().add(new BuildOnly(built));
            }
        });
    }

    /** Counts the routes that were built, notes what the start warned of, and lets none start. */
    private final class BuildOnly extends LifecycleStrategySupport {
        private final Consumer<CamelContext> built;

        BuildOnly(Consumer<CamelContext> built) {
            this.built = built;
        }

        @Override
        public void onRouteContextCreate(Route route) {
            routes++;
        }

        @Override
        public void onContextStarting(CamelContext context) throws VetoCamelContextStartException {
            found = context.getCamelContextExtension()
                    .getContextPlugin(Startup.class)
                    .findings();
            built.accept(context);
            throw new VetoCamelContextStartException("it is only checked", context, false);
        }
    }

    /** How much was built, in a line. */
    public String summary() {
        return "ok: " + routes + " routes, "
                + TemplateFiles.names(main.getCamelContext()).size() + " templates";
    }

    /** The application that is checked; other properties and routes may be set before. */
    public Main application() {
        return main;
    }

    /** Builds the application and tells what keeps it from starting, a line a problem. */
    public List<String> problems() {
        try {
            main.start();
            return List.of();
        } catch (Exception | StackOverflowError e) {
            // brackets in brackets, for example
            return RouteProblem.describe(e, main.getCamelContext()).lines().toList();
        } finally {
            main.stop();
            release(main.getCamelContext());
        }
    }

    /** A context that was kept from starting is not stopped either, and what was built for it would stay. */
    private static void release(CamelContext context) {
        if (context != null) {
            context.getLifecycleStrategies().forEach(each -> each.onContextStopped(context));
            ServiceHelper.stopAndShutdownService(
                    context.getCamelContextExtension().getContextPlugin(ContextServiceLoaderPluginResolver.class));
        }
    }

    /** What is allowed but probably not meant, once the problems are known. */
    public List<String> warnings() {
        List<String> warnings =
                new ArrayList<>(Settings.of(main.getCamelContext()).warnings());
        warnings.addAll(found.warnings());
        return warnings;
    }

    /** What is as it may be and good to know, once the problems are known. */
    public List<String> notes() {
        return found.notes();
    }
}
