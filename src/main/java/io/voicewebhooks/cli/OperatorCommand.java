package io.voicewebhooks.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * What an operator asks of the running application: a request to its management port, which {@code application.properties}
 * or the environment names. Every option that is not declared here is a parameter of that request; the application judges it.
 */
abstract class OperatorCommand {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    /** Settling a hundred thousand letters takes its time. */
    private static final Duration LIMIT = Duration.ofMinutes(10);
    /** The status of what goes on in the background. */
    private static final int LATER = 202;

    private static final long PAUSE_MILLIS = 500;

    /** Of the configuration only these are read: whoever settles dead letters needs no token of Twilio. */
    private static final Key[] KEYS = {Key.MANAGEMENT_HOST, Key.MANAGEMENT_PORT, Key.MANAGEMENT_TOKEN};

    private static final Set<String> OWN = Set.of("--as", "--json", "--csv", "--dry-run", "--apply", "--help");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--as",
            scope = ScopeType.INHERIT,
            paramLabel = "<your name>",
            description = "Who asks, for the log.")
    private String operator;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print the answer as it comes.")
    private boolean json;

    private boolean later;

    OperatorCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Prints the field {@code list} of the answer, which holds rows, as a table. */
    final int table(String path, String list, String... columns) throws InterruptedException {
        return ask("GET", path, (printer, answer) -> printer.table(List.of(columns), answer, list));
    }

    final int get(String path) throws InterruptedException {
        return ask("GET", path, Printer::fields);
    }

    final int post(String path) throws InterruptedException {
        return ask("POST", path, Printer::fields);
    }

    /** Prints the answer as it comes. */
    final int text(String path) throws InterruptedException {
        json = true;
        return ask("GET", path, Printer::fields);
    }

    /** The same of what may take longer than anybody waits for an answer; it goes on also if this command is stopped. */
    final int askLong(String method, String path, BiConsumer<Printer, JsonNode> print) throws InterruptedException {
        later = true;
        return ask(method, path, print);
    }

    final int ask(String method, String path, BiConsumer<Printer, JsonNode> print) throws InterruptedException {
        Settings keys = Settings.only(terminal.configuration().get().getPropertiesComponent()::resolveProperty, KEYS);
        String address = "http://" + reachable(keys.get(Key.MANAGEMENT_HOST)) + ":" + keys.get(Key.MANAGEMENT_PORT);
        try {
            HttpResponse<String> response = send(keys, method, address + "/operations/" + path + query(path));
            while (response.statusCode() == LATER) {
                Thread.sleep(PAUSE_MILLIS);
                String job = json(response).path("job").asText();
                response = send(keys, "GET", address + "/operations/jobs/" + encode(job));
            }
            JsonNode answer = json(response);
            if (response.statusCode() != 200) {
                String error = answer.path("error").asText("the answer was " + response.statusCode());
                terminal.err().println(Printer.clean(error));
                return response.statusCode() == 400 ? ExitCode.USAGE : ExitCode.SOFTWARE;
            }
            if (json) {
                terminal.out().println(response.body().stripTrailing());
            } else {
                print.accept(new Printer(terminal.out()), answer);
            }
            return ExitCode.OK;
        } catch (IOException e) {
            String why = e.getMessage() == null ? "" : ": " + Printer.clean(e.getMessage());
            terminal.err()
                    .println("no answer from %s: does the application run there? (%s%s)"
                            .formatted(address, e.getClass().getSimpleName(), why));
            return ExitCode.SOFTWARE;
        }
    }

    /** A server that listens everywhere listens on the loopback address too. */
    private static String reachable(String host) {
        return switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::", "[::]" -> "[::1]";
            default -> host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        };
    }

    private HttpResponse<String> send(Settings keys, String method, String url)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(LIMIT)
                .method(method, HttpRequest.BodyPublishers.noBody());
        keys.find(Key.MANAGEMENT_TOKEN).ifPresent(token -> request.header("Authorization", "Bearer " + token));
        if (operator != null && !operator.isEmpty()) {
            request.header("X-Operator", Printer.clean(operator));
        }
        if (later && !url.contains("/operations/jobs/")) {
            request.header("Prefer", "respond-async");
        }
        return HttpClient.newBuilder()
                .connectTimeout(CONNECT_LIMIT)
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String query(String path) {
        ParseResult whole = spec.commandLine().getParseResult();
        ParseResult typed = whole.hasSubcommand() ? whole.subcommand() : whole;
        String query = typed.matchedOptions().stream()
                .filter(option -> !OWN.contains(option.longestName()))
                .map(option -> option.longestName().substring(2) + "="
                        + encode(option.<Object>getValue().toString()))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? "" : (path.contains("?") ? "&" : "?") + query;
    }

    /** Fit for a path or a query. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return MAPPER.readTree(response.body());
        } catch (JsonProcessingException e) {
            return MAPPER.createObjectNode();
        }
    }
}
