package io.voicewebhooks.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.config.ConfigurationException;
import io.voicewebhooks.config.ConfigurationScenario;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.testkit.Application;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PortsTest {
    private static final int CHECKS = 2_000;
    private static final int PORT = Application.freePort();

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

    @Test
    void aTakenPortOfTheBrokerIsNamedWithItsKey() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "tcp://127.0.0.1:" + taken.getLocalPort();

            assertThat(problem(address + "?keyStorePassword=pa55word"))
                    .isEqualTo("voice.broker.listen = " + address + " cannot be opened: Address already in use");
        }
    }

    @Test
    void theBrokerHasAPortOfItsOwn() {
        String address = "tcp://127.0.0.1:" + PORT;

        assertThat(problem(address))
                .isEqualTo("voice.broker.listen = " + address + " cannot be opened: Address already in use");
    }

    @Test
    void anAddressOfAnotherMachineIsNamed() {
        assertThat(problem("tcp://no.such.host.invalid:61616"))
                .isEqualTo(
                        "voice.broker.listen = tcp://no.such.host.invalid:61616 cannot be opened: Unresolved address");
    }

    private static String problem(String listen) {
        Settings settings = ConfigurationScenario.valid()
                .with("voice.http.host", "127.0.0.1")
                .with("voice.http.port", String.valueOf(PORT))
                .with("voice.management.port", "0")
                .with("voice.broker.listen", listen)
                .with("voice.broker.username", "estate")
                .with("voice.broker.password", "s3cret")
                .read();
        try {
            Ports.check(settings);
            return "none";
        } catch (ConfigurationException e) {
            return e.getMessage();
        }
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
