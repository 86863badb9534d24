package io.voicewebhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.voicewebhooks.signature.BadWebhookException;
import io.voicewebhooks.signature.QueryString;
import io.voicewebhooks.support.Application;
import io.voicewebhooks.support.RawRequest;
import io.voicewebhooks.support.Twilio;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Coverage-guided: whatever is sent to the running application, signed or not, it answers in time and never with 5xx.
 * Client and application share the process, so what a request reaches guides the next ones.
 */
class EdgeFuzz {
    private static final List<String> PATHS = List.of(
            "/voice/incoming",
            "/voice/status",
            "/voice/recording",
            "/voice/fallback",
            "/voice/voicemail-end",
            "/voice/forward-result",
            "/voice/",
            "/");
    private static final List<String> TYPES = List.of(
            "application/x-www-form-urlencoded; charset=UTF-8",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/json");
    private static final List<String> HEADERS =
            List.of("X-Twilio-Signature-Key-Sid", "I-Twilio-Idempotency-Token", "Cookie", "Accept", "X-Forwarded-Host");
    /** What a request line cannot hold: the server would read another request. */
    private static final Pattern NO_TARGET = Pattern.compile("[\\x00-\\x20\\x7f]");

    private static final Pattern NO_HEADER = Pattern.compile("[\\x00-\\x1f\\x7f]");

    private static Application application;
    private static Twilio twilio;

    @BeforeAll
    static void start(@TempDir Path dir) {
        application = Application.with(dir).start();
        twilio = application.twilio();
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @FuzzTest
    @DictionaryEntries(
            value = {
                "?",
                "&",
                "=",
                "+",
                "%",
                "%2",
                "%zz",
                "%00",
                "%0D%0A",
                "%C3%AB",
                "%27",
                "AccountSid=",
                "CallSid=CA1",
                "CallSid=CA0123456789abcdef0123456789abcdef",
                "CallStatus=",
                "completed",
                "in-progress",
                "RecordingSid=RE0123456789abcdef0123456789abcdef",
                "RecordingStatus=",
                "RecordingDuration=",
                "DialCallStatus=",
                "SequenceNumber=",
                "Timestamp=",
                "Duration=",
                "context.a=",
                "${",
                "{{",
                "../"
            })
    void anyRequest(FuzzedDataProvider data) {
        // any other connection would be one that a request has caused
        BugDetectors.allowNetworkConnections(EdgeFuzz::isLoopback);
        String method = data.pickValue(List.of("POST", "GET", "PUT", "HEAD", "OPTIONS"));
        boolean signed = data.consumeBoolean();
        String query = data.consumeBoolean() ? "?" + text(data.consumeBytes(150)) : "";
        String target = NO_TARGET.matcher(data.pickValue(PATHS) + query).replaceAll("");
        String type = data.pickValue(TYPES);
        String header = data.pickValue(HEADERS);
        String value = NO_HEADER.matcher(text(data.consumeBytes(60))).replaceAll("");
        String body = method.equals("POST") ? text(data.consumeRemainingAsBytes()) : "";
        RawRequest request = RawRequest.of(method, target, body).header(header, value);
        if (method.equals("POST")) {
            request.header("Content-Type", type);
        }
        request.header("X-Twilio-Signature", signed ? signature(target, body) : "AAAA");

        int status = request.sendTo(application.url()).status();
        assertThat(status).isBetween(200, 499);
    }

    private static boolean isLoopback(String host, int port) {
        return host.equals("localhost") || host.equals("127.0.0.1");
    }

    private static String signature(String target, String body) {
        try {
            return twilio.sign(target, QueryString.parse("?" + body));
        } catch (BadWebhookException e) {
            return "BBBB";
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
