package io.voicewebhooks.sink.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bucket that keeps what is removed, as S3 describes it; S3Proxy knows no versions. */
class VersionedBucketTest {
    private static final String EMPTY = "<ListBucketResult><IsTruncated>false</IsTruncated>%s</ListBucketResult>";

    private final String call = Twilio.callSid();
    private final List<String> deleted = new CopyOnWriteArrayList<>();
    private HttpServer s3;

    @BeforeEach
    void start() throws IOException {
        s3 = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        s3.createContext("/", this::answer);
        s3.start();
    }

    @AfterEach
    void stop() {
        s3.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String query = Objects.requireNonNullElse(exchange.getRequestURI().getQuery(), "");
        if (exchange.getRequestMethod().equals("DELETE")) {
            deleted.add(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(204, -1);
        } else {
            String key = "<Contents><Key>events/2026/11/24/" + call + "/e1.json</Key></Contents>";
            String xml = query.contains("versioning")
                    ? "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"
                    : EMPTY.formatted(query.contains("prefix=events/") ? key : "");
            byte[] body = xml.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/xml");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @Test
    void theReceiptCountsWhatIsGoneAndSaysThatFormerVersionsStay(@TempDir Path dir) {
        try (Application application = Application.with(dir)
                .set(Map.of(
                        "voice.sink.s3.enabled", "true",
                        "voice.sink.s3.endpoint",
                                "http://127.0.0.1:" + s3.getAddress().getPort(),
                        "voice.sink.s3.region", "us-east-1",
                        "voice.sink.s3.bucket", "versioned",
                        "voice.sink.s3.access-key", "key",
                        "voice.sink.s3.secret-key", "secret",
                        "voice.management.token", Operator.TOKEN))
                .start()) {
            Operator.Outcome outcome =
                    Operator.of(application).types("erase", "--call-sid", call, "--reason", "asked by letter");

            assertThat(outcome.status()).isEqualTo(1);
            assertThat(outcome.out())
                    .contains("removed from s3: 1 objects")
                    .contains("FAILED in s3, there may be more: the bucket keeps former versions");
            assertThat(deleted).containsExactly("/versioned/events/2026/11/24/" + call + "/e1.json");
        }
    }
}
