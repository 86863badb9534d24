package io.voicewebhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.Application;
import io.voicewebhooks.support.Certificate;
import io.voicewebhooks.support.Twilio;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PEM files of a certificate and its key make the listener HTTPS. */
class TlsTest {
    @Test
    void webhooksAreAnsweredOverTlsAndTheManagementPortStaysAsItIs(@TempDir Path dir) throws Exception {
        Certificate certificate = Certificate.make(dir);
        try (Application application = Application.with(dir.resolve("data"))
                .set("voice.http.tls.certificate", certificate.chain().toString())
                .set("voice.http.tls.key", certificate.key().toString())
                .start()) {
            HttpClient client =
                    HttpClient.newBuilder().sslContext(certificate.trusting()).build();
            URI https = URI.create(application.url().replace("http://", "https://") + "/voice/status");
            HttpResponse<String> reply =
                    client.send(HttpRequest.newBuilder(https).build(), HttpResponse.BodyHandlers.ofString());

            assertThat(reply.statusCode()).isEqualTo(403);
            assertThat(reply.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(application.management("/observe/health").statusCode()).isEqualTo(200);
            Twilio twilio = new Twilio(
                    application.url().replace("http://", "https://"), Twilio.PUBLIC_URL, Twilio.TOKEN, client);
            assertThat(twilio.post("/voice/incoming", Twilio.call(Twilio.callSid()))
                            .statusCode())
                    .isEqualTo(200);
        }
    }
}
