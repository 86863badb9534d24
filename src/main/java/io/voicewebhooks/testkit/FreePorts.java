package io.voicewebhooks.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Ports for servers of tests, of which several JVMs run at once. */
final class FreePorts {
    /** Below the ports that systems give to clients. */
    private static final int FIRST_PORT = 20_000;

    private static final int LAST_PORT = 32_000;
    private static final int PORTS_OF_A_JVM = 500;
    /** Held as long as this JVM lives, which has these ports to itself. */
    private static FileLock ports;

    private static final int FIRST_PORT_OF_THIS_JVM = takePorts();
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(PORTS_OF_A_JVM));

    private FreePorts() {}

    private static int takePorts() {
        Path directory = Path.of(System.getProperty("java.io.tmpdir"));
        for (int port = FIRST_PORT; port < LAST_PORT; port += PORTS_OF_A_JVM) {
            try {
                ports = FileChannel.open(
                                directory.resolve("voice-webhooks-tests-" + port),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE)
                        .tryLock();
            } catch (IOException e) {
                // the file of another user
            }
            if (ports != null) {
                return port;
            }
        }
        throw new IllegalStateException("other tests have all ports");
    }

    /** A port that is free now, and that no other test is given: neither in this JVM nor in those beside it. */
    static int next() {
        for (int tried = 0; tried < PORTS_OF_A_JVM; tried++) {
            int port = FIRST_PORT_OF_THIS_JVM + NEXT_PORT.getAndIncrement() % PORTS_OF_A_JVM;
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // something else has it
            }
        }
        throw new IllegalStateException("no port is free");
    }
}
