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
    private static final String CALLER = "+15551230001";
    private static final String MARK = "mark";

    private final String call = Twilio.callSid();
    private final String key = "events/2026/11/24/" + call + "/e1.json";
    private final List<String> versions = new CopyOnWriteArrayList<>(List.of("v1"));
    private boolean forbidden;
    private HttpServer s3;
    private Application application;

    @BeforeEach
    void start(@TempDir Path dir) throws IOException {
        s3 = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        s3.createContext("/", this::answer);
        s3.start();
        application = Application.with(dir)
                .set(Map.of(
                        "voice.sink.s3.enabled", "true",
                        "voice.sink.s3.endpoint",
                                "http://127.0.0.1:" + s3.getAddress().getPort(),
                        "voice.sink.s3.region", "us-east-1",
                        "voice.sink.s3.bucket", "versioned",
                        "voice.sink.s3.access-key", "key",
                        "voice.sink.s3.secret-key", "secret",
                        "voice.management.token", Operator.TOKEN))
                .start();
    }

    @AfterEach
    void stop() {
        application.close();
        s3.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String query = Objects.requireNonNullElse(exchange.getRequestURI().getQuery(), "");
        boolean isObject = exchange.getRequestURI().getPath().endsWith(key);
        if (!exchange.getRequestMethod().equals("DELETE")) {
            boolean isMark = query.contains("versionId=" + MARK);
            reply(exchange, isMark ? 405 : 200, isMark ? "" : isObject ? event() : list(query));
        } else if (!query.contains("versionId=")) {
            versions.add(MARK);
            reply(exchange, 204, "");
        } else if (forbidden) {
            reply(exchange, 403, "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>");
        } else {
            versions.remove(query.replaceAll(".*versionId=([^&]*).*", "$1"));
            reply(exchange, 204, "");
        }
    }

    private String event() {
        return """
                {"id": "e1", "source": "/", "type": "io.voicewebhooks.call.completed", "subject": "%1$s",
                 "time": "2026-11-24T08:00:00Z", "callsid": "%1$s", "accountsid": "AC1", "partitionkey": "%1$s",
                 "data": {"From": "%2$s"}}""".formatted(call, CALLER);
    }

    private String list(String query) {
        StringBuilder all = new StringBuilder();
        if (query.contains("versioning")) {
            return "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
        }
        if (query.contains("versions") && query.contains("prefix=events/")) {
            versions.forEach(version -> all.append("<%1$s><Key>%2$s</Key><VersionId>%3$s</VersionId></%1$s>"
                    .formatted(version.equals(MARK) ? "DeleteMarker" : "Version", key, version)));
            return "<ListVersionsResult><IsTruncated>false</IsTruncated>" + all + "</ListVersionsResult>";
        }
        if (query.contains("prefix=events/") && !versions.isEmpty() && !versions.contains(MARK)) {
            all.append("<Contents><Key>").append(key).append("</Key></Contents>");
        }
        return "<ListBucketResult><IsTruncated>false</IsTruncated>" + all + "</ListBucketResult>";
    }

    private static void reply(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private Operator.Outcome erase(String... whose) {
        return Operator.of(application).types("erase", whose[0], whose[1], "--reason", "asked by letter");
    }

    @Test
    void formerVersionsGoToo() {
        Operator.Outcome outcome = erase("--call-sid", call);

        assertThat(outcome.out()).contains("removed from s3: 1 objects, 2 versions");
        assertThat(outcome.status()).isZero();
        assertThat(versions).isEmpty();
        assertThat(erase("--call-sid", call).status()).isZero();
    }

    @Test
    void asLongAsFormerVersionsStayThatIsSaidHoweverOftenSomebodyAsks() {
        forbidden = true;

        Operator.Outcome first = erase("--number", CALLER);
        assertThat(first.out())
                .contains("removed from s3: 1 objects")
                .contains("FAILED in s3, there may be more: former versions of what was removed may be in the bucket");
        assertThat(first.status()).isEqualTo(1);
        for (String[] whose : new String[][] {{"--number", CALLER}, {"--call-sid", call}}) {
            Operator.Outcome again = erase(whose);

            assertThat(again.status()).isEqualTo(1);
            assertThat(again.out())
                    .startsWith("calls: 1\n")
                    .contains("FAILED in s3, there may be more: former versions");
        }
        forbidden = false;
        assertThat(erase("--number", CALLER).status()).isZero();
        assertThat(versions).isEmpty();
    }
}
