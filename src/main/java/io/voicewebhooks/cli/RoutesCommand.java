package io.voicewebhooks.cli;

import io.voicewebhooks.app.ApplicationCheck;
import io.voicewebhooks.diagram.Counts;
import io.voicewebhooks.diagram.RouteDiagram;
import io.voicewebhooks.diagram.RouteMap;
import io.voicewebhooks.observe.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells which routes there are and where they lead. */
@Command(
        name = "routes",
        description = "List the routes and where they lead, or draw them; opens no port and no journal.")
final class RoutesCommand implements Callable<Integer> {
    /** Stand for what a start asks for and no route shows. */
    static final Map<String, String> REQUIRED = Map.of(
            "twilio.account-sid", "AC" + "0".repeat(32),
            "twilio.auth-token", "none",
            "voice.public-url", "https://voice.example.com");

    private final Terminal terminal;

    @Option(names = "--svg", paramLabel = "<file>", description = "Write a picture of the routes to this file instead.")
    private Path svg;

    private RouteMap map;

    RoutesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        ApplicationCheck check = new ApplicationCheck(context -> map = RouteMap.of(context));
        // what is set anywhere wins
        REQUIRED.forEach(check.application()::addInitialProperty);
        List<String> problems = check.problems();
        if (!problems.isEmpty()) {
            problems.forEach(terminal.err()::println);
            return 1;
        }
        if (svg == null) {
            new Printer(terminal.out()).table(List.of("ROUTE", "FROM", "LEADS TO", "FILE"), map.rows());
            return 0;
        }
        try {
            Files.writeString(svg, RouteDiagram.svg(map, Counts.NONE));
            return 0;
        } catch (NoSuchFileException e) {
            return failed(
                    "there is no directory " + svg.toAbsolutePath().normalize().getParent());
        } catch (IOException e) {
            return failed(Cause.of(e));
        }
    }

    private int failed(String why) {
        terminal.err().println(Printer.clean(svg + " cannot be written: " + why));
        return 1;
    }
}
