package io.voicewebhooks.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Twilio's side of recordings: a real HTTP server that holds audio and demands Basic credentials. */
public final class RecordingServer implements AutoCloseable {
    /** How the server answers a request that is authorised. */
    public interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private static final Pattern RECORDING =
            Pattern.compile("/2010-04-01/Accounts/AC[0-9a-f]{32}/Recordings/(RE[0-9a-f]{32})\\.json");

    private final HttpServer server;
    private final String user;
    private final String password;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile IntSupplier deletion = () -> 204;

    private RecordingServer(int port, String user, String password) throws IOException {
        this.user = user;
        this.password = password;
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::serve);
        server.start();
    }

    public static RecordingServer start(String user, String password) {
        return start(0, user, password);
    }

    public static RecordingServer start(int port, String user, String password) {
        try {
            return new RecordingServer(port, user, password);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the media server does not start on port " + port + ": " + e.getMessage(), e);
        }
    }

    /** Holds audio for a recording. */
    public RecordingServer holds(String recordingSid, byte[] audio) {
        return answers(recordingSid, exchange -> send(exchange, 200, "audio/x-wav", audio));
    }

    /** Answers requests for a recording in a way of its own. */
    public RecordingServer answers(String recordingSid, Answer answer) {
        answers.put(recordingSid, answer);
        return this;
    }

    /** Answers requests to delete with another status. */
    public RecordingServer deletes(IntSupplier status) {
        this.deletion = status;
        return this;
    }

    private void serve(HttpExchange exchange) throws IOException {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        String path = exchange.getRequestURI().toString();
        boolean delete = exchange.getRequestMethod().equals("DELETE");
        requests.add((delete ? "DELETE " : "") + path + (authorization == null ? "" : " with credentials"));
        try (exchange) {
            String expected = "Basic "
                    + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
            if (path.startsWith("/storage/")) {
                // where redirects lead: like a presigned URL, it takes no other credentials
                answer(exchange, authorization == null ? path.substring("/storage/".length()) : "");
            } else if (!expected.equals(authorization)) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"Twilio API\"");
                exchange.sendResponseHeaders(401, -1);
            } else if (delete) {
                delete(exchange, path);
            } else {
                answer(exchange, path.replaceFirst(".*/Recordings/", "").replaceFirst("\\..*", ""));
            }
        }
    }

    /** As https://www.twilio.com/docs/voice/api/recording#delete-a-recording-resource. */
    private void delete(HttpExchange exchange, String path) throws IOException {
        int status = deletion.getAsInt();
        Matcher recording = RECORDING.matcher(path);
        if (status == 204 && recording.matches() && answers.remove(recording.group(1)) != null) {
            exchange.sendResponseHeaders(204, -1);
        } else {
            int error = status == 204 ? 404 : status;
            String body = "{\"code\":20" + error + ",\"message\":\"" + (error == 401 ? "Authenticate" : "no")
                    + "\",\"status\":" + error + "}";
            send(exchange, error, "application/json", body.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void answer(HttpExchange exchange, String name) throws IOException {
        Answer answer = answers.get(name);
        if (answer == null) {
            exchange.sendResponseHeaders(404, -1);
        } else {
            answer.to(exchange);
        }
    }

    /** Sends a whole answer. */
    public static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** The application's configuration for this server. */
    public Map<String, String> settings() {
        return Map.of("twilio.api-url", url());
    }

    /** Paths that were asked for, each with whether credentials came along, and {@code DELETE} in front of those. */
    public List<String> requests() {
        return requests;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
