package io.voicewebhooks.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.Certificate;
import io.voicewebhooks.support.ReverseProxy;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Twilio has signed arrives as it was signed behind the proxies whose configuration comes with the package. */
@TestInstance(Lifecycle.PER_CLASS)
class ProxyIT {
    private static final String PREFIX = "/twilio";
    /** Escapes in both spellings, of what needs none, of no UTF-8; blanks in both; an empty value, a name twice, slashes. */
    private static final String QUERY = "?a=%2f%2F%7e~&b=x+y%20z&c=%C3%A9&d=%E4&e=&f=1&f=0&g=//../x&h='(*)!&%41=%3D";

    private Path dir;
    private Application application;
    private Certificate certificate;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        dir = temporary;
        application = Application.with(dir.resolve("data"))
                .set("voice.public-url", Twilio.PUBLIC_URL + "," + Twilio.PUBLIC_URL + PREFIX)
                .start();
        certificate = Certificate.make(dir.resolve("certificate"));
        Files.writeString(
                dir.resolve("both.pem"), Files.readString(certificate.chain()) + Files.readString(certificate.key()));
    }

    @AfterAll
    void stop() {
        application.close();
    }

    @ParameterizedTest
    @CsvSource({
        "nginx.conf, HTTP_1_1, ''",
        "nginx.conf, HTTP_1_1, /twilio",
        "nginx.conf, HTTP_2, ''",
        "nginx.conf, HTTP_2, /twilio",
        "haproxy.cfg, HTTP_1_1, ''",
        "haproxy.cfg, HTTP_1_1, /twilio",
        "haproxy.cfg, HTTP_2, ''",
        "haproxy.cfg, HTTP_2, /twilio"
    })
    void signaturesPass(String file, Version version, String prefix, @TempDir Path own) throws Exception {
        int port = Application.freePort();
        try (ReverseProxy proxy = ReverseProxy.start(file, own, port, changes(file, port, prefix))) {
            HttpClient client = HttpClient.newBuilder()
                    .version(version)
                    .sslContext(certificate.trusting())
                    .build();
            Twilio twilio = new Twilio("https://" + proxy.address(), Twilio.PUBLIC_URL, Twilio.TOKEN, client);
            List<Entry<String, String>> form =
                    Twilio.with(Twilio.status(Twilio.callSid(), "completed"), "CallerName", "Zoë & \"Co\" +%20 \u4f60");

            HttpResponse<String> answer = twilio.post(prefix + "/voice/incoming", Twilio.call(Twilio.callSid()));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).startsWith("<?xml").contains("<Response>");
            assertThat(answer.version()).isEqualTo(version);
            assertThat(twilio.post(prefix + "/voice/status" + QUERY, form).statusCode())
                    .isEqualTo(204);
            assertThat(twilio.get(prefix + "/voice/status", form).statusCode()).isEqualTo(204);

            assertThat(twilio.post(prefix + "/voice/status" + QUERY, form, "forged")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(twilio.get("/observe/health", List.of()).statusCode()).isEqualTo(404);
        }
    }

    private Map<String, String> changes(String file, int port, String prefix) {
        Map<String, String> changes = new HashMap<>();
        changes.put("127.0.0.1:8080", "127.0.0.1:" + application.port());
        if (file.equals("nginx.conf")) {
            changes.put("listen 443", "listen 127.0.0.1:" + port);
            changes.put("location /voice/", "location " + prefix + "/voice/");
            changes.put(
                    "/etc/letsencrypt/live/voice.example.com/fullchain.pem",
                    certificate.chain().toString());
            changes.put(
                    "/etc/letsencrypt/live/voice.example.com/privkey.pem",
                    certificate.key().toString());
        } else {
            changes.put("bind :443", "bind 127.0.0.1:" + port);
            changes.put("path_beg /voice/", "path_beg " + prefix + "/voice/");
            changes.put(
                    "/etc/haproxy/voice.example.com.pem",
                    dir.resolve("both.pem").toString());
            changes.put("port 9876", "port " + application.managementPort());
        }
        return changes;
    }
}
