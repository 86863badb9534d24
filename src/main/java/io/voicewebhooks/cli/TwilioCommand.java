package io.voicewebhooks.cli;

import io.voicewebhooks.app.ApplicationCheck;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.flow.CallFlows;
import io.voicewebhooks.numbers.Change;
import io.voicewebhooks.numbers.NumbersPlan;
import io.voicewebhooks.numbers.ResourcePlan;
import io.voicewebhooks.numbers.TwilioNumbers;
import io.voicewebhooks.rest.TwilioApiException;
import io.voicewebhooks.rest.TwilioApis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Scanner;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** What Twilio has configured, beside what {@code twilio.numbers} wants. No application has to run. */
@Command(name = "twilio", description = "What Twilio has configured: look at it, compare it, change it.")
final class TwilioCommand {
    private static final List<String> TITLES = List.of("ACCOUNT", "NUMBER", "ANSWERED BY", "VERDICT");

    private final Terminal terminal;
    private final Printer printer;

    TwilioCommand(Terminal terminal) {
        this.terminal = terminal;
        this.printer = new Printer(terminal.out());
    }

    private interface Action {
        int on(TwilioNumbers numbers, NumbersPlan plan);
    }

    @Command(description = "List the numbers of each account, what each does now, and a verdict.")
    int numbers() throws IOException {
        return with((numbers, plan) -> {
            printer.table(
                    TITLES, plan.resources().stream().map(TwilioCommand::row).toList());
            return problems(plan);
        });
    }

    private static List<String> row(ResourcePlan each) {
        String verdict = String.join(
                "; ",
                Stream.concat(Stream.of(each.verdict()), each.warnings().stream())
                        .toList());
        return List.of(each.account(), each.name(), each.answeredBy(), verdict);
    }

    @Command(description = "Print what would change, field by field; exit status 1 if anything would.")
    int plan() throws IOException {
        return with((numbers, plan) -> {
            print(plan);
            boolean served = served(numbers);
            return plan.differing().isEmpty() && served ? problems(plan) : failed(plan);
        });
    }

    @Command(description = "Make the changes of the plan.")
    int apply(@Option(names = "--yes", description = "Do not ask.") boolean yes) throws IOException {
        return with((numbers, plan) -> {
            print(plan);
            // what could not be read may be what would change
            if (!plan.problems().isEmpty() || !served(numbers)) {
                problems(plan);
                return refused();
            }
            if (plan.differing().isEmpty()) {
                return ExitCode.OK;
            }
            return yes || confirmed() ? change(numbers, plan.differing()) : refused();
        });
    }

    /** Whether a route listens on each path that is wanted; where the routes have problems of their own, that is not known. */
    private boolean served(TwilioNumbers numbers) {
        Set<String> nobodys = new TreeSet<>(numbers.paths());
        nobodys.remove("/voice/incoming");
        if (!nobodys.isEmpty()) {
            ApplicationCheck check = new ApplicationCheck(
                    context -> context.getEndpoints().forEach(each -> nobodys.removeIf(path -> hears(each, path))));
            RoutesCommand.REQUIRED.forEach(check.application()::addInitialProperty);
            List<String> problems = check.problems();
            if (!problems.isEmpty()) {
                return true;
            }
        }
        nobodys.forEach(path -> terminal.err()
                .println("twilio.numbers names " + path + ", and no route here listens there: its calls would fail"));
        return nobodys.isEmpty();
    }

    private static boolean hears(Endpoint endpoint, String path) {
        return endpoint instanceof PlatformHttpEndpoint http && CallFlows.hears(http, path.replaceFirst("\\?.*", ""));
    }

    private void print(NumbersPlan plan) {
        for (ResourcePlan each :
                plan.resources().stream().filter(ResourcePlan::listed).toList()) {
            if (each.differs() || !each.warnings().isEmpty()) {
                printer.line(each.name() + " (" + each.sid() + " of " + each.account() + ")");
                each.changes().stream().map(Change::toString).forEach(change -> printer.line("  " + change));
                each.warnings().forEach(warning -> printer.line("  now: " + warning));
            }
        }
        long listed = plan.resources().stream().filter(ResourcePlan::listed).count();
        printer.line(listed + " listed, " + plan.differing().size() + " to change");
    }

    private boolean confirmed() {
        terminal.out().print("Type yes to make these changes at Twilio: ");
        terminal.out().flush();
        Scanner typed = new Scanner(System.in, StandardCharsets.UTF_8);
        return typed.hasNextLine() && typed.nextLine().strip().equals("yes");
    }

    private int refused() {
        terminal.err().println("nothing was changed");
        return ExitCode.SOFTWARE;
    }

    /** Stops at the first refusal. */
    private int change(TwilioNumbers numbers, List<ResourcePlan> plans) {
        int done = 0;
        for (ResourcePlan each : plans) {
            try {
                numbers.apply(each);
                printer.line("changed: " + each.name());
                done++;
            } catch (TwilioApiException e) {
                terminal.err().println(Printer.clean(each.name() + ": " + e.getMessage()));
                String left = plans.subList(done, plans.size()).stream()
                        .map(ResourcePlan::name)
                        .collect(Collectors.joining(", "));
                terminal.err()
                        .println(Printer.clean(done + " changed, " + (plans.size() - done) + " not: " + left
                                + "; run again, apply does the rest"));
                return ExitCode.SOFTWARE;
            }
        }
        return ExitCode.OK;
    }

    private int problems(NumbersPlan plan) {
        plan.problems().stream().map(Printer::clean).forEach(terminal.err()::println);
        return plan.problems().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private int failed(NumbersPlan plan) {
        problems(plan);
        return ExitCode.SOFTWARE;
    }

    private int with(Action action) throws IOException {
        Settings settings = Settings.of(terminal.configuration().get());
        try (TwilioApis apis = new TwilioApis(settings.accounts().values())) {
            TwilioNumbers numbers = new TwilioNumbers(settings, apis);
            return action.on(numbers, numbers.plan());
        }
    }
}
