package io.voicewebhooks.dev.standin;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** The HTTP endpoint: takes everything at every path, verifies Standard Webhooks, and keeps the newest in memory. */
final class PostStandIn implements AutoCloseable {
    static final int MOST = 1_000;
    /** Bytes. */
    private static final int LONGEST = 1 << 20;
    /** Characters of a body that are kept. */
    private static final int KEPT = 16_384;

    private static final int LONGEST_PATH = 1_024;

    private final Deque<Post> posts = new ArrayDeque<>();
    private final String secret;
    private final LocalServer server;
    private final Consumer<Post> arrived;
    private long number;

    /**
     * @param arrived is told each request
     */
    PostStandIn(int port, Consumer<Post> arrived) throws IOException {
        this.arrived = arrived;
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.secret = "whsec_" + Base64.getEncoder().encodeToString(random);
        this.server = new LocalServer(port, this::take);
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readNBytes(LONGEST + 1);
        if (bytes.length > LONGEST) {
            exchange.sendResponseHeaders(413, -1);
            return;
        }
        String body = new String(bytes, StandardCharsets.UTF_8);
        HttpHeaders headers = HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true);
        String signature = signature(headers, body);
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        String path = cut(exchange.getRequestURI().toString(), LONGEST_PATH);
        String id = cut(headers.firstValue("webhook-id").orElse(""), LONGEST_PATH);
        Post post;
        synchronized (this) {
            post = new Post(++number, now, exchange.getRequestMethod(), path, id, signature, cut(body, KEPT));
            posts.addFirst(post);
            if (posts.size() > MOST) {
                posts.removeLast();
            }
        }
        arrived.accept(post);
        exchange.sendResponseHeaders(200, -1);
    }

    private static String cut(String text, int most) {
        return text.substring(0, Math.min(text.length(), most));
    }

    private String signature(HttpHeaders headers, String body) {
        if (headers.firstValue("webhook-signature").isEmpty()) {
            return "";
        }
        try {
            new Webhook(secret).verify(body, headers);
            return "right";
        } catch (WebhookVerificationException e) {
            return "wrong";
        }
    }

    /** Newest first. */
    synchronized List<Post> posts() {
        return List.copyOf(posts);
    }

    synchronized void clear() {
        posts.clear();
    }

    String secret() {
        return secret;
    }

    LocalServer server() {
        return server;
    }

    @Override
    public void close() {
        server.close();
    }
}
