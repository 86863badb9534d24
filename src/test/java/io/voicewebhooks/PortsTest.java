package io.voicewebhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.config.ConfigurationScenario;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.support.Application;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PortsTest {
    private static final int CHECKS = 2_000;

    @Test
    void nobodyCanConnectWhileThePortsAreOnlyTried() {
        int port = Application.freePort();
        Settings settings = ConfigurationScenario.valid()
                .with("voice.http.host", "127.0.0.1")
                .with("voice.http.port", String.valueOf(port))
                .with("voice.management.port", "0")
                .read();

        CompletableFuture<Void> checks = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < CHECKS; i++) {
                Ports.check(settings);
            }
        });

        int connected = 0;
        while (!checks.isDone()) {
            connected += connects(port) ? 1 : 0;
        }
        checks.join();
        assertThat(connected).isZero();
    }

    /** From another address, so that the connection is not to itself. */
    private static boolean connects(int port) {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress("127.0.0.2", 0));
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
