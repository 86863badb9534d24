package io.voicewebhooks.edge.tls;

import io.voicewebhooks.support.Certificate;
import io.voicewebhooks.testkit.Application;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLSocket;

/**
 * Prints which versions of TLS the listener speaks. A program of its own: which versions a JVM allows at all is settled
 * when it starts, and a refusal proves something about the listener only where the JVM would allow both sides.
 */
public final class TlsVersions {
    private TlsVersions() {}

    public static void main(String[] args) throws Exception {
        Path dir = Files.createTempDirectory("tls-versions");
        Certificate certificate = Certificate.make(dir);
        try (Application application = Application.with(dir.resolve("data"))
                .set("voice.http.tls.certificate", certificate.chain().toString())
                .set("voice.http.tls.key", certificate.key().toString())
                .start()) {
            for (String version : List.of("TLSv1.3", "TLSv1.2", "TLSv1.1", "TLSv1")) {
                System.out.println(
                        version + " " + (speaks(certificate, application.port(), version) ? "accepted" : "refused"));
            }
        }
    }

    private static boolean speaks(Certificate certificate, int port, String version) throws Exception {
        try (SSLSocket socket =
                (SSLSocket) certificate.trusting().getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setEnabledProtocols(new String[] {version});
            socket.startHandshake();
            return socket.getSession().getProtocol().equals(version);
        } catch (IOException e) {
            return false;
        }
    }
}
