package io.voicewebhooks.dev.standin;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** HTTP for programs of this machine: pages in a browser get nothing of it, whatever name they know it by. */
final class LocalServer implements AutoCloseable {
    private static final int MOST_AT_ONCE = 16;
    private static final Set<String> NAMES = Set.of("127.0.0.1", "localhost");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(MOST_AT_ONCE, task -> {
        Thread thread = new Thread(task, "stand-in");
        thread.setDaemon(true);
        return thread;
    });

    /** Listens on a port, or another one if somebody has it. */
    LocalServer(int wanted, HttpHandler handler) throws IOException {
        server = bind(wanted);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                String host = exchange.getRequestHeaders().getFirst("Host");
                boolean foreign = host == null
                        || !NAMES.contains(host.replaceFirst(":\\d+$", ""))
                        || List.of("Origin", "Sec-Fetch-Site").stream()
                                .anyMatch(exchange.getRequestHeaders()::containsKey);
                if (foreign) {
                    exchange.sendResponseHeaders(403, -1);
                } else {
                    handler.handle(exchange);
                }
            }
        });
        server.start();
    }

    private static HttpServer bind(int wanted) throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        try {
            return HttpServer.create(new InetSocketAddress(here, wanted), 0);
        } catch (BindException taken) {
            return HttpServer.create(new InetSocketAddress(here, 0), 0);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }
}
