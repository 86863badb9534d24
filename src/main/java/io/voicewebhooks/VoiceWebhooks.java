package io.voicewebhooks;

import io.voicewebhooks.app.ApplicationCheck;
import io.voicewebhooks.app.Logging;
import io.voicewebhooks.app.Ports;
import io.voicewebhooks.app.StartSummary;
import io.voicewebhooks.app.Utf8Source;
import io.voicewebhooks.check.RouteFilesCheck;
import io.voicewebhooks.check.RouteProblem;
import io.voicewebhooks.cli.CallCommand;
import io.voicewebhooks.cli.OperatorCommands;
import io.voicewebhooks.cli.Usage;
import io.voicewebhooks.cli.VerifySignature;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.config.WorkingDirectory;
import io.voicewebhooks.edge.Edge;
import io.voicewebhooks.observe.JvmMeters;
import io.voicewebhooks.operations.ManagementHttp;
import io.voicewebhooks.twiml.RouteFiles;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/**
 * {@code java -jar voice-webhooks.jar [run|check|...]}: answers Twilio's voice webhooks with the routes of {@code routes/} and
 * the properties of {@code application.properties}, both in the working directory. {@code call} is Twilio's
 * side of a call, {@link CallCommand}; its other commands are those of operators, {@link OperatorCommands}.
 */
public final class VoiceWebhooks {
    private static final Set<String> HELP = Set.of("--help", "-h", "help");

    private VoiceWebhooks() {}

    public static void main(String[] args) {
        String command = args.length == 0 ? "run" : args[0];
        if (List.of(args).contains("--help")) {
            command = "--help";
        }
        int status =
                switch (command) {
                    case "run" -> run();
                    case "check" -> check();
                    case "call" -> simulate(args);
                    case "dead-letters", "deliveries", "sinks" -> operate(args);
                    case "verify-signature" -> verifySignature(args);
                    case "--help", "-h", "help" -> help(args);
                    case "--version" -> print("voice-webhooks " + version() + "\n");
                    default -> unknown(command);
                };
        if (status != 0) {
            System.exit(status);
        }
    }

    private static int print(String text) {
        System.out.print(text);
        return 0;
    }

    /** As the manifest of the jar has it. */
    private static String version() {
        return Objects.requireNonNullElse(
                VoiceWebhooks.class.getPackage().getImplementationVersion(), "(not in a jar)");
    }

    /** Of the command that is named, before or behind; else of all. */
    private static int help(String... args) {
        Optional<String> command =
                Stream.of(args).filter(word -> !HELP.contains(word)).findFirst();
        if (command.isEmpty()) {
            return print(Usage.all());
        }
        return Usage.of(command.get()).map(VoiceWebhooks::print).orElseGet(() -> unknown(command.get()));
    }

    private static int unknown(String command) {
        System.err.println("unknown command: " + command + "; nearest: " + Usage.nearest(command));
        System.err.println("java -jar voice-webhooks.jar --help lists them all");
        return 2;
    }

    private static int simulate(String[] args) {
        Logging.use(Logging.Output.NONE);
        return CallCommand.run(args);
    }

    private static int operate(String[] args) {
        Logging.use(Logging.Output.NONE);
        return OperatorCommands.run(args);
    }

    private static int verifySignature(String... args) {
        Logging.use(Logging.Output.NONE);
        return VerifySignature.run(args);
    }

    private static int check() {
        Logging.use(Logging.Output.NONE);
        return ApplicationCheck.run();
    }

    private static int run() {
        Logging.use(Logging.Output.CONSOLE);
        Main main = application();
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

    /** The application as camel-main runs it, not started yet. */
    public static Main application() {
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
        main.configure().setRoutesIncludePattern(RouteFiles.standard() + "*.camel.yaml");
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport support) {
                support.getCamelContext()
                        .getCamelContextExtension()
                        .addContextPlugin(
                                RouteFilesCheck.class,
                                new RouteFilesCheck(support.getCamelContext(), main.configure()));
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
