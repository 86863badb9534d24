package io.voicewebhooks.testkit;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** A real HTTP endpoint for events that verifies each signature, as a receiver of Standard Webhooks would. */
public final class HttpReceiver implements AutoCloseable {
    /** For {@code voice.sink.http.secret}. */
    public static final String SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    /** How an answer is sent. */
    public interface Sender {
        void send(HttpExchange exchange, int status) throws IOException;
    }

    private final HttpServer server;
    private final List<ReceivedPost> posts = new CopyOnWriteArrayList<>();
    private volatile ToIntFunction<ReceivedPost> answer = post -> 204;
    private volatile Sender sender = (exchange, status) -> exchange.sendResponseHeaders(status, -1);

    private HttpReceiver(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::receive);
        server.start();
    }

    /** Starts one on a free port. */
    public static HttpReceiver start() {
        return start(0);
    }

    /** Starts one on a port; an exception says if it is taken. */
    public static HttpReceiver start(int port) {
        try {
            return new HttpReceiver(port);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the HTTP receiver does not start on port " + port + ": " + e.getMessage(), e);
        }
    }

    /** Lets the endpoint answer with another status. */
    public HttpReceiver answers(ToIntFunction<ReceivedPost> answer) {
        this.answer = answer;
        return this;
    }

    /** Lets the endpoint send its answers in a way of its own. */
    public HttpReceiver sends(Sender sender) {
        this.sender = sender;
        return this;
    }

    private void receive(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        HttpHeaders headers = HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true);
        String path = exchange.getRequestURI().toString();
        ReceivedPost post =
                new ReceivedPost(exchange.getRequestMethod(), path, headers, body, 0, verify(headers, body));
        int status = answer.applyAsInt(post);
        posts.add(new ReceivedPost(post.method(), path, headers, body, status, post.verified()));
        try (exchange) {
            sender.send(exchange, status);
        }
    }

    private static boolean verify(HttpHeaders headers, String body) {
        try {
            new Webhook(SECRET).verify(body, headers);
            return true;
        } catch (WebhookVerificationException e) {
            return false;
        }
    }

    /** Where it listens. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** For {@code voice.sink.http.url}. */
    public String url() {
        return url(port());
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port + "/hooks/voice";
    }

    /** The application's configuration for this endpoint. */
    public Map<String, String> settings() {
        return settings(port());
    }

    /** The application's configuration for an endpoint on a port, whether it is up or not. */
    public static Map<String, String> settings(int port) {
        return Map.of(
                "voice.sink.http.enabled", "true", "voice.sink.http.url", url(port), "voice.sink.http.secret", SECRET);
    }

    /** Everything that was posted, in order. */
    public List<ReceivedPost> posts() {
        return posts;
    }

    /** What was posted about a call, or whatever else the body names, in order. */
    public List<ReceivedPost> about(String name) {
        return posts.stream().filter(post -> post.body().contains(name)).toList();
    }

    /** The types of it, in order. */
    public List<String> typesAbout(String name) {
        return about(name).stream().map(ReceivedPost::type).toList();
    }

    /** Waits for the first post about a call, or whatever else the body names. */
    public ReceivedPost await(String name) {
        Wait.until("a post about " + name, () -> !about(name).isEmpty());
        return about(name).get(0);
    }

    /** The types of what was delivered (answered with 2xx), in order. */
    public List<String> delivered() {
        return posts.stream()
                .filter(ReceivedPost::delivered)
                .map(ReceivedPost::type)
                .toList();
    }

    /** The calls that delivered events are about. */
    public Set<String> calls() {
        return posts.stream()
                .filter(ReceivedPost::delivered)
                .map(ReceivedPost::callSid)
                .collect(Collectors.toSet());
    }

    /** How often each event was delivered, by its id. */
    public Map<String, Long> deliveries() {
        return posts.stream()
                .filter(ReceivedPost::delivered)
                .collect(Collectors.groupingBy(ReceivedPost::id, Collectors.counting()));
    }

    /** How many deliveries repeated the id of another one. */
    public long repeated() {
        return deliveries().values().stream().mapToLong(times -> times - 1).sum();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
