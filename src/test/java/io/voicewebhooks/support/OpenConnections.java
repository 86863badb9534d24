package io.voicewebhooks.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A network between the application and a real server that changes nothing and sees which connections are open. */
public final class OpenConnections implements AutoCloseable {
    private final ServerSocket listener;
    private final int server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private OpenConnections(int server) throws IOException {
        this.server = server;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    /** In front of the server on a port of this machine. */
    public static OpenConnections inFrontOf(int port) {
        try {
            return new OpenConnections(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many there are now. */
    public int count() {
        return open.size();
    }

    public String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                open.add(client);
                threads.execute(() -> serve(client));
            }
        } catch (IOException e) {
            // the listener was closed
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server)) {
            threads.execute(() -> passOn(upstream, client));
            passOn(client, upstream);
        } catch (IOException e) {
            // the server does not take it
        } finally {
            open.remove(client);
        }
    }

    private static void passOn(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // one of them was closed
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket client : open) {
                client.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdown();
    }
}
