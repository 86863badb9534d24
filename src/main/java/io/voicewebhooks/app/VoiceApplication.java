package io.voicewebhooks.app;

import io.voicewebhooks.check.LoadedRouteFiles;
import io.voicewebhooks.check.RouteProblem;
import io.voicewebhooks.config.ConfigurationException;
import io.voicewebhooks.config.Installation;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.console.Console;
import io.voicewebhooks.diagram.PassedCounts;
import io.voicewebhooks.edge.Edge;
import io.voicewebhooks.observe.JvmMeters;
import io.voicewebhooks.operations.ManagementHttp;
import io.voicewebhooks.twiml.RouteLocation;
import io.voicewebhooks.warmup.WarmUp;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.camel.CamelContext;
import org.apache.camel.dsl.support.SourceLoader;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.spi.PackageScanResourceResolver;
import org.apache.camel.spi.Resource;

/**
 * The application as camel-main runs it: the routes of {@code routes/} and the properties of {@code application.properties},
 * both in the working directory, or in the {@link Installation}.
 */
public final class VoiceApplication {
    private VoiceApplication() {}

    /** Runs it until it is stopped. Returns the exit status, 1 if it does not start, which it says on the console. */
    public static int run() {
        Logging.use(Logging.Output.CONSOLE);
        Main main = create();
        tryPorts(main);
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport support) {
                if (Settings.of(support.getCamelContext()).get(Key.LOG_FORMAT).equals("json")) {
                    Logging.json();
                }
            }

            @Override
            public void afterStart(BaseMainSupport support) {
                StartSummary.log(support.getCamelContext(), Version.text());
                Installation.ready();
            }
        });
        main.addMainListener(new WarmUp());
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
                inUtf8(context);
                LinkedDirectories directories = new LinkedDirectories();
                directories.setCamelContext(context);
                context.getCamelContextExtension().addContextPlugin(PackageScanResourceResolver.class, directories);
                return context;
            }
        };
        main.setPropertyPlaceholderLocations(properties() + ",classpath:io/voicewebhooks/camel.properties");
        main.bind("routeSource", (SourceLoader) VoiceApplication::source);
        main.configure().setRoutesIncludePattern(RouteLocation.standard() + "*.camel.yaml");
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport support) {
                CamelContext context = support.getCamelContext();
                LoadedRouteFiles files = new LoadedRouteFiles(context, main.configure());
                context.getCamelContextExtension().addContextPlugin(LoadedRouteFiles.class, files);
                Edge.configure(context, main.configure().httpServer());
                PassedCounts.begin(context);
                ManagementHttp.addOperations(support);
                Console.addTo(context);
            }

            @Override
            public void afterConfigure(BaseMainSupport support) {
                ManagementHttp.limitBodies(support.getCamelContext());
                JvmMeters.bind(support.getCamelContext());
            }
        });
        return main;
    }

    /** Has it not start where one of its ports is taken, and say so. */
    public static void tryPorts(Main main) {
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport support) {
                Ports.check(Settings.of(support.getCamelContext()));
            }
        });
    }

    /**
     * What {@code application.properties}, system properties and environment say, for commands that do not start the
     * application: a context that is never started, only its property placeholders are asked.
     */
    public static CamelContext configuration() {
        CamelContext context = new DefaultCamelContext(false);
        inUtf8(context);
        try {
            context.getPropertiesComponent().setLocation(properties());
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(RouteProblem.describe(e, null));
        }
        return context;
    }

    private static String properties() {
        return "file:" + Installation.path("application.properties")
                + ";optional=true,classpath:application.properties;optional=true";
    }

    /** Files of properties are in UTF-8, as people write them today: Camel takes them for ISO 8859-1. */
    private static void inUtf8(CamelContext context) {
        context.getPropertiesComponent().setEncoding(StandardCharsets.UTF_8.name());
    }

    /** A route file, in UTF-8 too: Camel asks the JVM for the encoding, and Java 17 the locale. */
    private static String source(Resource file) throws IOException {
        try (InputStream stream = file.getInputStream()) {
            ByteBuffer bytes = ByteBuffer.wrap(stream.readAllBytes());
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            // without its cause, which names no file
            throw new ConfigurationException(RouteProblem.withoutScheme(file.getLocation()) + ": no text in UTF-8");
        }
    }
}
