package io.voicewebhooks.numbers;

import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.NodePeer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A server of {@code src/test/peers/twilio-rest}, on a port of the loopback address. */
record NodeServer(Process process, int port) implements AutoCloseable {
    /** Starts a program of the peer, or of its libraries, with arguments before which the port comes. */
    static NodeServer start(Path log, int port, String program, String... arguments) throws Exception {
        Path folder = NodePeer.installed("twilio-rest").toAbsolutePath();
        List<String> command = new ArrayList<>(List.of("node", program, String.valueOf(port)));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        NodeServer server = new NodeServer(process, port);
        try {
            await().failFast("node ended: " + log, () -> !process.isAlive()).until(() -> answers(port));
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
