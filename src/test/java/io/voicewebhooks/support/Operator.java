package io.voicewebhooks.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.cli.Commands;
import io.voicewebhooks.cli.Terminal;
import io.voicewebhooks.testkit.Application;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/** Somebody at a terminal: types the commands of the jar, or sends requests to the management port. */
public final class Operator {
    public static final String TOKEN = "open-sesame";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String url;
    private final Optional<String> token;
    private final CamelContext configuration = new DefaultCamelContext();

    /**
     * What a command came to.
     *
     * @param status its exit status
     */
    public record Outcome(int status, String out, String err) {}

    private Operator(String url, Optional<String> token) {
        this.url = url;
        this.token = token;
        Properties properties = new Properties();
        properties.setProperty("voice.management.host", URI.create(url).getHost());
        properties.setProperty(
                "voice.management.port", String.valueOf(URI.create(url).getPort()));
        token.ifPresent(value -> properties.setProperty("voice.management.token", value));
        configuration.getPropertiesComponent().setInitialProperties(properties);
    }

    /** An operator who has the token that {@link #TOKEN} is. */
    public static Operator of(Application application) {
        return new Operator(application.managementUrl(), Optional.of(TOKEN));
    }

    /** An operator of an application in a process of its own that has this token. */
    public static Operator of(Instance instance) {
        return new Operator(instance.management().url(), Optional.of(TOKEN));
    }

    /** The same with another token, or with none. */
    public Operator withToken(String other) {
        return new Operator(url, Optional.ofNullable(other));
    }

    /** Types a command. */
    public Outcome types(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                () -> configuration,
                System::getenv);
        int status = Commands.run(terminal, args);
        return new Outcome(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    public HttpResponse<String> get(String path) {
        return send("GET", path, HttpRequest.BodyPublishers.noBody());
    }

    public HttpResponse<String> post(String path) {
        return send("POST", path, HttpRequest.BodyPublishers.noBody());
    }

    /** Posts a form, which no operation reads. */
    public HttpResponse<String> postForm(String path, String form) {
        return send("POST", path, HttpRequest.BodyPublishers.ofString(form));
    }

    /** The JSON of a page. */
    public JsonNode json(String path) {
        return json(get(path));
    }

    public static JsonNode json(HttpResponse<String> response) {
        try {
            return MAPPER.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException("no JSON: " + response.body(), e);
        }
    }

    private HttpResponse<String> send(String method, String path, HttpRequest.BodyPublisher body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).method(method, body);
        token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        try {
            return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
