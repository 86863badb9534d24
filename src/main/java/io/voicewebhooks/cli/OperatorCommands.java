package io.voicewebhooks.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.config.ConfigurationException;
import io.voicewebhooks.config.ManagementAddress;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/**
 * The commands {@code dead-letters}, {@code deliveries} and {@code sinks}: they ask the running application on its
 * management port, which {@code application.properties} or the environment names, and print what it answers.
 */
public final class OperatorCommands {
    private static final String DEAD_LETTERS = """
              dead-letters list [filter] [--limit 100] [--offset 0]
              dead-letters show <id>
              dead-letters redrive <id> | filter | --all
              dead-letters drop <id> | filter | --all  --reason <text>
            """;

    private static final String DELIVERIES = """
              deliveries list [filter] [--limit 100] [--offset 0]   (what a sink has not got yet, and why)
              deliveries drop --sink <name> [filter]  --reason <text>   (of a sink that is off or gone)
              deliveries retry-now --sink <name> | --all
            """;

    private static final String FILTER = """
                filter: --sink <name> --type <type> --call-sid <sid> --since <time> --until <time>
                time: 2026-11-24T08:00:00Z, or how long ago: 90m, 12h, 30d
            """;

    private static final String SINKS = """
              sinks list
              sinks pause <name> --reason <text>
              sinks resume <name>
            """;

    private static final String OWN = """
                every one of these: --as <your name> (for the log), --json (print the answer as it comes)
            """;

    /** What can be typed. */
    public static final String USAGE = DEAD_LETTERS + DELIVERIES + FILTER + SINKS + OWN;

    /** The first words. */
    public static final List<String> NAMES = List.of("dead-letters", "deliveries", "sinks");

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    /** Settling a hundred thousand letters takes its time. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ManagementAddress address;
    private final PrintStream out;
    private final PrintStream err;

    public OperatorCommands(ManagementAddress address, PrintStream out, PrintStream err) {
        this.address = address;
        this.out = out;
        this.err = err;
    }

    /** What can be typed behind a first word. */
    static String usage(String name) {
        return switch (name) {
            case "dead-letters" -> DEAD_LETTERS + FILTER + OWN;
            case "deliveries" -> DELIVERIES + FILTER + OWN;
            case "sinks" -> SINKS + OWN;
            default -> USAGE;
        };
    }

    /** Runs a command against the application of the working directory. Returns the exit status. */
    public static int run(String... args) {
        try {
            return new OperatorCommands(ManagementAddress.ofWorkingDirectory(), System.out, System.err).execute(args);
        } catch (ConfigurationException e) {
            System.err.println(e.getMessage());
            return FAILED;
        }
    }

    /** Runs a command. Returns the exit status: 0 done, 1 not done, 2 not understood. */
    public int execute(String... args) {
        try {
            CommandLine line = CommandLine.of(args);
            Command command = Command.of(line);
            HttpResponse<String> response = send(command, line);
            JsonNode answer = json(response);
            if (response.statusCode() != 200) {
                err.println(Printer.clean(answer.path("error").asText("the answer was " + response.statusCode())));
                return response.statusCode() == 400 ? MISUSED : FAILED;
            }
            if (line.json()) {
                out.println(response.body());
            } else {
                new Printer(out).print(command, answer);
            }
            return DONE;
        } catch (UsageException e) {
            err.println(e.getMessage());
            err.print("usage: java -jar voice-webhooks.jar <command>\n" + usage(args.length == 0 ? "" : args[0]));
            return MISUSED;
        } catch (IOException e) {
            err.println("no answer from " + address + ": does the application run there? (" + describe(e) + ")");
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private HttpResponse<String> send(Command command, CommandLine line) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(address.url() + "/operations/" + command.path() + line.query()))
                .timeout(LIMIT)
                .method(command.method(), HttpRequest.BodyPublishers.noBody());
        address.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        if (!line.operator().isEmpty()) {
            request.header("X-Operator", Printer.clean(line.operator()));
        }
        return HttpClient.newBuilder()
                .connectTimeout(CONNECT_LIMIT)
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return MAPPER.readTree(response.body());
        } catch (JsonProcessingException e) {
            return MAPPER.createObjectNode();
        }
    }

    private static String describe(IOException failure) {
        return failure.getClass().getSimpleName()
                + (failure.getMessage() == null ? "" : ": " + Printer.clean(failure.getMessage()));
    }
}
