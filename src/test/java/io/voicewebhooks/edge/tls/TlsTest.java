package io.voicewebhooks.edge.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Certificate;
import io.voicewebhooks.support.JavaProcess;
import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** PEM files of a certificate and its key make the listener HTTPS; renewed files are taken as they come. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TlsTest {
    private static final Duration A_FEW_LOOKS = Duration.ofMinutes(2);

    private Path dir;
    private Certificate first;
    private Application application;

    /** As Kubernetes mounts a secret: the files are links into a directory that is itself a link. */
    @BeforeAll
    void start(@TempDir Path temp) throws Exception {
        dir = temp;
        first = Certificate.make(dir.resolve("first"));
        Files.createSymbolicLink(dir.resolve("current"), Path.of("first"));
        application = Application.with(dir.resolve("data"))
                .set(
                        "voice.http.tls.certificate",
                        dir.resolve("current/chain.pem").toString())
                .set("voice.http.tls.key", dir.resolve("current/key.pem").toString())
                .start();
    }

    @AfterAll
    void stop() {
        application.close();
    }

    private String https() {
        return application.url().replace("http://", "https://");
    }

    /** Swaps the link at once, as Kubernetes does. */
    private void mount(String directory) throws Exception {
        Path next = Files.createSymbolicLink(dir.resolve("next"), Path.of(directory));
        Files.move(next, dir.resolve("current"), StandardCopyOption.ATOMIC_MOVE);
    }

    private boolean isServed(Certificate certificate) {
        try (SSLSocket socket = connect(certificate.trusting())) {
            return socket.getSession().isValid();
        } catch (Exception e) {
            return false;
        }
    }

    private SSLSocket connect(SSLContext trusting) throws Exception {
        SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", application.port());
        socket.setSoTimeout(30_000);
        socket.startHandshake();
        return socket;
    }

    /** Asks over an open connection. */
    private static String statusLine(SSLSocket socket) throws Exception {
        socket.getOutputStream().write("HEAD /nothing HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        StringBuilder answer = new StringBuilder();
        while (!answer.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            assertThat(next).as("the connection was closed").isNotNegative();
            answer.append((char) next);
        }
        return answer.toString().lines().findFirst().orElse("");
    }

    @Test
    @Order(1)
    void webhooksAreAnsweredOverTlsByHttp2AndTheManagementPortStaysAsItIs() throws Exception {
        HttpClient client = HttpClient.newBuilder().sslContext(first.trusting()).build();
        URI status = URI.create(https() + "/voice/status");
        HttpResponse<String> reply =
                client.send(HttpRequest.newBuilder(status).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(reply.statusCode()).isEqualTo(403);
        assertThat(reply.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(application.management("/observe/health").statusCode()).isEqualTo(200);
        for (HttpClient.Version version : HttpClient.Version.values()) {
            HttpClient chosen = HttpClient.newBuilder()
                    .sslContext(first.trusting())
                    .version(version)
                    .build();
            Twilio twilio = new Twilio(https(), Twilio.PUBLIC_URL, Twilio.TOKEN, chosen);
            HttpResponse<String> call = twilio.post("/voice/incoming", Twilio.call(Twilio.callSid()));
            assertThat(call.statusCode()).isEqualTo(200);
            assertThat(call.version()).isEqualTo(version);
        }
    }

    @Test
    @Order(2)
    void aRenewedCertificateIsForNewConnectionsAndThoseThatAreOpenGoOn() throws Exception {
        Certificate second = Certificate.make(dir.resolve("second"));
        assertThat(isServed(second)).isFalse();
        try (SSLSocket open = connect(first.trusting())) {
            assertThat(statusLine(open)).contains("404");

            mount("second");

            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .atMost(A_FEW_LOOKS)
                    .until(() -> {
                        boolean former = isServed(first);
                        boolean renewed = isServed(second);
                        assertThat(former || renewed)
                                .as("no connection is dropped")
                                .isTrue();
                        return renewed;
                    });
            assertThat(isServed(first)).isFalse();
            assertThat(statusLine(open)).contains("404");
        }
    }

    @Test
    @Order(3)
    void aPairThatDoesNotBelongTogetherIsNotTakenAndTheNextChangeIsTriedAgain() throws Exception {
        Certificate third = Certificate.make(dir.resolve("third"));
        try (LogLines log = LogLines.record()) {
            Files.copy(third.key(), dir.resolve("current/key.pem"), StandardCopyOption.REPLACE_EXISTING);

            await().atMost(A_FEW_LOOKS).until(() -> log.lines().stream()
                    .anyMatch(line -> line.startsWith("ERROR the former certificate stays: voice.http.tls.key = ")
                            && line.contains("is not the key of the first certificate")));
            assertThat(isServed(third)).isFalse();

            Files.copy(third.chain(), dir.resolve("current/chain.pem"), StandardCopyOption.REPLACE_EXISTING);

            await().atMost(A_FEW_LOOKS).until(() -> isServed(third));
            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("ERROR"))
                    .as("one line, not one for each look")
                    .hasSize(1);
            assertThat(log.lines()).anyMatch(line -> line.startsWith("INFO new connections get the certificate CN="));
        }
    }

    @Test
    void tls12And13AreSpokenAndTls11IsNotWhateverTheJvmAllows(@TempDir Path temp) throws Exception {
        Path everything = Files.writeString(temp.resolve("security"), "jdk.tls.disabledAlgorithms=\n");
        try (JavaProcess probe =
                JavaProcess.start(temp, TlsVersions.class, Map.of("java.security.properties", everything.toString()))) {
            probe.awaitOutput("TLSv1 ", Duration.ofMinutes(2));

            assertThat(probe.output().lines())
                    .contains("TLSv1.3 accepted", "TLSv1.2 accepted", "TLSv1.1 refused", "TLSv1 refused");
        }
    }
}
