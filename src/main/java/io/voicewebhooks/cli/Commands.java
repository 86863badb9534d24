package io.voicewebhooks.cli;

import io.voicewebhooks.app.Logging;
import io.voicewebhooks.app.Version;
import io.voicewebhooks.app.VoiceApplication;
import io.voicewebhooks.config.ConfigurationException;
import io.voicewebhooks.config.Installation;
import io.voicewebhooks.config.Nearest;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Everything that can be typed behind {@code java -jar voice-webhooks.jar}, a class a command. A plain start comes without
 * all this: it would load some eight hundred classes.
 */
@Command(
        description = "Answers Twilio's voice webhooks, keeps every event, delivers each one to every sink.",
        synopsisSubcommandLabel = "[COMMAND]",
        footer = {
            "",
            "The configuration is that of the working directory: application.properties, system properties, environment.",
            "Exit status: 0 done, 1 not done, 2 not understood."
        })
public final class Commands {
    private static final int WIDTH = 110;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Tell what can be typed.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Print the version.")
    private boolean version;

    private Commands() {}

    /** Runs a command. Returns the exit status: 0 done, 1 not done, 2 not understood. */
    public static int run(String... args) {
        Logging.use(Logging.Output.NONE);
        return run(Terminal.ofProcess(), args);
    }

    /** Runs a command at another terminal. */
    public static int run(Terminal terminal, String... args) {
        List<String> typed = new ArrayList<>(List.of(args));
        if (!typed.isEmpty() && typed.get(0).equals("help")) {
            typed.remove(0);
            typed.add("--help");
        }
        return line(terminal).execute(typed.toArray(String[]::new));
    }

    /** What happens without a command, too. */
    @Command(name = "run", description = "Answer webhooks until stopped (the default).")
    int answer() {
        return VoiceApplication.run();
    }

    static CommandLine line(Terminal terminal) {
        CommandLine line = new CommandLine(new Commands())
                .addSubcommand(new DevCommand(terminal))
                .addSubcommand(new CheckCommand(terminal))
                .addSubcommand(new RoutesCommand(terminal))
                .addSubcommand(new CallCommand(terminal))
                .addSubcommand(new EraseCommand(terminal))
                .addSubcommand(new VerifySignatureCommand(terminal))
                .addSubcommand(new CallsCommand(terminal))
                .addSubcommand(new DeadLettersCommand(terminal))
                .addSubcommand(new DeliveriesCommand(terminal))
                .addSubcommand(new SinksCommand(terminal))
                .addSubcommand(new CommandLine(new TwilioCommand(terminal))
                        .addSubcommand(new PlaceCommand(terminal))
                        .addSubcommand(new ReconcileCommand(terminal)))
                .addSubcommand(new CompletionCommand());
        line.getCommandSpec().name(Installation.command()).version("voice-webhooks " + Version.text());
        CallValues.register(line);
        return line.setOut(new PrintWriter(terminal.out(), true))
                .setErr(new PrintWriter(terminal.err(), true))
                // --form @file is ours
                .setExpandAtFiles(false)
                .setUsageHelpWidth(WIDTH)
                .setExecutionStrategy(Commands::execute)
                .setParameterExceptionHandler((problem, args) -> misused(problem))
                .setExecutionExceptionHandler((problem, command, result) -> failed(problem, terminal));
    }

    /** An unknown command is one even if its help is asked for. */
    private static int execute(ParseResult typed) {
        if (!typed.unmatched().isEmpty()) {
            throw new UnmatchedArgumentException(typed.commandSpec().commandLine(), typed.unmatched());
        }
        return new RunLast().execute(typed);
    }

    private static int misused(ParameterException problem) {
        CommandSpec command = problem.getCommandLine().getCommandSpec();
        PrintWriter err = problem.getCommandLine().getErr();
        err.println(Printer.clean(
                problem instanceof UnmatchedArgumentException unmatched
                        ? unknown(unmatched.getUnmatched().get(0), command)
                        : problem.getMessage()));
        err.println(command.qualifiedName() + " --help lists what can be typed");
        return ExitCode.USAGE;
    }

    /** Names the nearest thing, and nothing that follows, which may be a secret. */
    private static String unknown(String typed, CommandSpec command) {
        boolean option = typed.startsWith("-");
        String name = option ? typed.replaceFirst("(?s)=.*", "") : typed;
        Set<String> known = (option ? command.optionsMap() : command.subcommands()).keySet();
        return known.isEmpty()
                ? "not expected: " + name
                : "unknown " + (option ? "option: " : "command: ") + name + "; nearest: " + Nearest.to(name, known);
    }

    private static int failed(Exception problem, Terminal terminal) throws Exception {
        if (problem instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        } else if (problem instanceof ConfigurationException) {
            terminal.err().println(problem.getMessage());
        } else {
            throw problem;
        }
        return ExitCode.SOFTWARE;
    }
}
