package io.voicewebhooks.testkit.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.twilio.security.RequestValidator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A voice application of a few lines, over real HTTP; twilio-java judges what it is asked. */
public final class ScriptedApplication implements AutoCloseable {
    public static final TwilioAccount ACCOUNT =
            new TwilioAccount("AC0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef");

    /** Answers a request. */
    public interface Page {
        void answer(HttpExchange exchange, Request request) throws IOException;
    }

    /**
     * What was asked.
     *
     * @param encoded the form, or the query of a GET, as it was sent
     * @param signed  whether twilio-java takes the signature
     */
    public record Request(
            String method,
            String path,
            String encoded,
            Map<String, String> parameters,
            HttpHeaders headers,
            boolean signed) {
        public String parameter(String name) {
            return parameters.get(name);
        }

        public String header(String name) {
            return headers.firstValue(name).orElse(null);
        }
    }

    private final HttpServer server;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final Map<String, Page> pages = new ConcurrentHashMap<>();
    private volatile String publicUrl;
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    public ScriptedApplication() {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        publicUrl = url();
        server.setExecutor(workers);
        server.createContext("/", this::serve);
        server.start();
    }

    /** Says by which address Twilio knows it: that is what has to be signed. */
    public ScriptedApplication isKnownAs(String address) {
        publicUrl = address;
        return this;
    }

    /** Serves TwiML, the content of {@code <Response>}, at a path. */
    public ScriptedApplication says(String path, String twiml) {
        return serves(path, "text/xml", "<Response>" + twiml + "</Response>");
    }

    /** Serves a document. */
    public ScriptedApplication serves(String path, String contentType, String body) {
        return answers(path, (exchange, request) -> send(exchange, 200, contentType, body));
    }

    /** Answers with a status alone. */
    public ScriptedApplication fails(String path, int status) {
        return answers(path, (exchange, request) -> exchange.sendResponseHeaders(status, -1));
    }

    public ScriptedApplication answers(String path, Page page) {
        pages.put(path, page);
        return this;
    }

    public static void send(HttpExchange exchange, int status, String contentType, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", contentType);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            String target = exchange.getRequestURI().toString();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            HttpHeaders headers = HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true);
            Map<String, String> form = decode(body);
            String query = exchange.getRequestURI().getRawQuery();
            Request request = new Request(
                    method,
                    exchange.getRequestURI().getPath(),
                    method.equals("GET") && query != null ? query : body,
                    method.equals("GET") && query != null ? decode(query) : form,
                    headers,
                    new RequestValidator(ACCOUNT.authToken())
                            .validate(
                                    publicUrl + target,
                                    form,
                                    headers.firstValue("X-Twilio-Signature").orElse("")));
            requests.add(request);
            Page page = pages.getOrDefault(request.path(), (any, asked) -> any.sendResponseHeaders(204, -1));
            page.answer(exchange, request);
        }
    }

    private static Map<String, String> decode(String encoded) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String part : encoded.split("&")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        URLDecoder.decode(part.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public List<Request> requests() {
        return requests;
    }

    /** The requests to a path. */
    public List<Request> requests(String path) {
        return requests.stream().filter(request -> request.path().equals(path)).toList();
    }

    /** The one request to a path. */
    public Request request(String path) {
        List<Request> found = requests(path);
        if (found.size() != 1) {
            throw new AssertionError(path + " was asked " + found.size() + " times");
        }
        return found.get(0);
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
