package io.voicewebhooks.testkit.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Twilio's side of recordings: serves their audio to whoever has the account's credentials
 * (<a href="https://www.twilio.com/docs/voice/api/recording#fetch-a-recording-media-file">Recording media</a>), and
 * deletes them.
 */
public final class MediaServer implements AutoCloseable {
    private static final Pattern RECORDING =
            Pattern.compile("/2010-04-01/Accounts/(AC[^/]+)/Recordings/(RE[0-9a-f]{32})(?:\\.(?:wav|mp3|json))?");

    private final HttpServer server;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final String account;
    private final Set<String> credentials = ConcurrentHashMap.newKeySet();
    private final Map<String, Media> recordings = new ConcurrentHashMap<>();

    /** Starts it on the loopback address; port 0 means any free one. */
    public MediaServer(int port, TwilioAccount account) throws IOException {
        this.account = account.sid();
        accept(account.sid(), account.authToken());
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.setExecutor(workers);
        server.createContext("/", this::serve);
        server.start();
    }

    /** Takes these credentials too: an API key of the account, for example. */
    public void accept(String user, String password) {
        credentials.add("Basic "
                + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
    }

    /** Holds the file of a recording from now on. */
    void hold(String recordingSid, Media media) {
        recordings.put(recordingSid, media);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Matcher path = RECORDING.matcher(exchange.getRequestURI().getPath());
            Media media = path.matches() && path.group(1).equals(account) ? recordings.get(path.group(2)) : null;
            if (!credentials.contains(
                    Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Authorization"), ""))) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"Twilio API\"");
                exchange.sendResponseHeaders(401, -1);
            } else if (media == null) {
                exchange.sendResponseHeaders(404, -1);
            } else if (exchange.getRequestMethod().equals("DELETE")) {
                recordings.remove(path.group(2));
                exchange.sendResponseHeaders(204, -1);
            } else {
                media.send(exchange);
            }
        }
    }

    /** For {@code twilio.api-url}. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
