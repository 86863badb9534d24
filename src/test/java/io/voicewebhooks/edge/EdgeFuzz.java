package io.voicewebhooks.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.InRange;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import io.voicewebhooks.signature.BadWebhookException;
import io.voicewebhooks.signature.QueryString;
import io.voicewebhooks.support.RawRequest;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Coverage-guided: whatever is sent to the running application, signed or not, it answers in time and never with 5xx.
 * Client and application share the process, so what a request reaches guides the next ones.
 */
@Tag("fuzz")
class EdgeFuzz {
    private static final List<String> METHODS = List.of("POST", "GET", "PUT", "HEAD", "OPTIONS");
    private static final List<String> TYPES = List.of(
            "application/x-www-form-urlencoded; charset=UTF-8", "multipart/form-data; boundary=x", "application/json");
    private static final List<String> HEADERS =
            List.of("X-Twilio-Webhooks-Signature-Settings", "I-Twilio-Idempotency-Token", "Cookie", "X-Forwarded-Host");
    /** What would end the request line or a header line: the server would read another request. */
    private static final Pattern NO_TARGET = Pattern.compile("[\\x00-\\x20\\x7f]");

    private static final Pattern NO_HEADER = Pattern.compile("[\\x00-\\x1f\\x7f]");
    /** Longer ones are answered before anything reads them. */
    private static final int LONGEST = 4_000;

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

    /** Where it begins: a valid request of every kind. */
    static Stream<Arguments> validRequests() {
        String call = "CA0123456789abcdef0123456789abcdef";
        String recording = "RE0123456789abcdef0123456789abcdef";
        String status = Twilio.encode(Twilio.status(call, "completed"));
        return Stream.of(
                arguments(0, 0, 0, true, "/voice/incoming", "", Twilio.encode(Twilio.call(call))),
                arguments(0, 0, 0, true, "/voice/status?context.a=b", "", status),
                arguments(0, 0, 0, true, "/voice/fallback", "", status + "&ErrorCode=11200"),
                arguments(0, 0, 0, true, "/voice/forward-result", "", status + "&DialCallStatus=no-answer"),
                arguments(
                        0,
                        0,
                        0,
                        true,
                        "/voice/recording?context.from=%2B1&context.mailbox=main",
                        "",
                        Twilio.encode(Twilio.recording(call, recording, "completed"))),
                arguments(1, 0, 0, true, "/voice/status?" + status, "", ""),
                arguments(1, 0, 0, true, "/voice/incoming?" + Twilio.encode(Twilio.call(call)), "", ""),
                arguments(0, 1, 0, true, "/voice/status", "", "--x"),
                arguments(0, 2, 0, false, "/voice/status", "SK1", "{}"));
    }

    @MethodSource("validRequests")
    @DictionaryEntries({
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
        "completed",
        "in-progress",
        "absent",
        "RecordingStatus=",
        "RecordingDuration=",
        "SequenceNumber=",
        "Timestamp=",
        "context.",
        "${",
        "{{",
        "../"
    })
    @FuzzTest
    void anyRequest(
            @InRange(min = 0, max = 4) int method,
            @InRange(min = 0, max = 2) int type,
            @InRange(min = 0, max = 3) int header,
            boolean signed,
            @NotNull String target,
            @NotNull String value,
            @NotNull String body) {
        // any other connection would be one that a request has caused
        BugDetectors.allowNetworkConnections(EdgeFuzz::isLoopback);
        String path = NO_TARGET.matcher(target).replaceAll("");
        path = path.startsWith("/") ? path : "/voice/status?" + path;
        String form = method == 0 ? body : "";
        if (path.length() + value.length() + form.length() > LONGEST) {
            return;
        }
        RawRequest request = RawRequest.of(METHODS.get(method), path, form)
                .header(HEADERS.get(header), NO_HEADER.matcher(value).replaceAll(""))
                .header("Content-Type", TYPES.get(type))
                .header("X-Twilio-Signature", signed ? signature(path, form) : "AAAA");

        assertThat(request.sendTo(application.url()).status()).isBetween(200, 499);
    }

    private static boolean isLoopback(String host, int port) {
        return host.equals("localhost") || host.equals("127.0.0.1");
    }

    private static String signature(String target, String form) {
        try {
            return twilio.sign(target, QueryString.parse("?" + bytes(form)));
        } catch (BadWebhookException e) {
            return "BBBB";
        }
    }

    /** A character for each byte, as the server reads it. */
    private static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
