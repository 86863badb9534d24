package io.voicewebhooks.app;

import io.voicewebhooks.check.LoadedRouteFiles;
import io.voicewebhooks.check.RouteProblem;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.config.WorkingDirectory;
import io.voicewebhooks.edge.Edge;
import io.voicewebhooks.observe.JvmMeters;
import io.voicewebhooks.operations.ManagementHttp;
import io.voicewebhooks.twiml.RouteLocation;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/**
 * The application as camel-main runs it: the routes of {@code routes/} and the properties of {@code application.properties},
 * both in the working directory.
 */
public final class VoiceApplication {
    private VoiceApplication() {}

    /** As the manifest of the jar has it. */
    public static String version() {
        return Objects.requireNonNullElse(
                VoiceApplication.class.getPackage().getImplementationVersion(), "(not in a jar)");
    }

    /** Runs it until it is stopped. Returns the exit status, 1 if it does not start, which it says on the console. */
    public static int run() {
        Logging.use(Logging.Output.CONSOLE);
        Main main = create();
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport support) {
                Ports.check(Settings.of(support.getCamelContext()));
            }

            @Override
            public void afterStart(BaseMainSupport support) {
                StartSummary.log(support.getCamelContext(), version());
            }
        });
        try {
            main.run();
            return main.getExitCode();
        } catch (Exception e) {
            System.err.println("Voice Webhooks does not start:");
            RouteProblem.describe(e, main.getCamelContext()).lines().forEach(line -> System.err.println("  " + line));
            // else Camel says of the end of the process that somebody stopped it
            main.completed();
            return 1;
        } finally {
            main.stop();
        }
    }

    /** Makes one that is not started yet; properties, routes and beans may still be set. */
    public static Main create() {
        // without a class: Camel would load all of ours in search of beans and routes
        Main main = new Main() {
            @Override
            protected CamelContext createCamelContext() {
                CamelContext context = super.createCamelContext();
                WorkingDirectory.encode(context);
                return context;
            }
        };
        main.setPropertyPlaceholderLocations(
                WorkingDirectory.PROPERTIES + ",classpath:io/voicewebhooks/camel.properties");
        main.bind("routeSource", new Utf8Source());
        main.configure().setRoutesIncludePattern(RouteLocation.standard() + "*.camel.yaml");
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport support) {
                CamelContext context = support.getCamelContext();
                LoadedRouteFiles files = new LoadedRouteFiles(context, main.configure());
                context.getCamelContextExtension().addContextPlugin(LoadedRouteFiles.class, files);
                Edge.configure(support);
                ManagementHttp.addOperations(support);
            }

            @Override
            public void afterConfigure(BaseMainSupport support) {
                ManagementHttp.limitBodies(support.getCamelContext());
                JvmMeters.bind(support.getCamelContext());
            }
        });
        return main;
    }
}
