package io.voicewebhooks.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.support.RouteFolder;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One line for each signed request. */
@TestInstance(Lifecycle.PER_CLASS)
class AccessLogTest {
    private final String call = Twilio.callSid();
    private Application application;

    @BeforeAll
    void start(@TempDir Path dir) throws IOException {
        RouteFolder routes = RouteFolder.copiedTo(dir).write("flow-slow.camel.yaml", """
                - route:
                    id: slow
                    routeConfigurationId: incoming
                    from:
                      uri: platform-http:/voice/slow
                      steps:
                        - process: { ref: twilioSignature }
                        - delay: { constant: "1500" }
                        - bean: { ref: twiml, method: reply('goodbye') }
                """);
        application = Application.with(dir.resolve("data"))
                .routes(routes.pattern())
                .set(routes.settings())
                .set("voice.incoming.deadline", "1s")
                .start();
    }

    @AfterAll
    void stop() {
        application.close();
    }

    /** The lines of a request that has some; one may be written after the answer. */
    private List<String> lines(String target, List<Entry<String, String>> form, String signature) {
        try (LogLines log = LogLines.record()) {
            application.twilio().post(target, form, signature);
            return await().until(() -> lines(log), lines -> !lines.isEmpty());
        }
    }

    private static List<String> lines(LogLines log) {
        return log.lines().stream()
                .filter(line -> line.startsWith("INFO route="))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "/voice/incoming, ringing, incoming-call, 200, ' template=voicemail'",
        "/voice/forward-result?context.turn=x, completed, forward-result, 200, ' template=fallback'",
        "/voice/slow, in-progress, slow, 200, ' template=fallback'",
        "/voice/status?context.from=%2B15551230001, completed, call-status, 204, ''"
    })
    void aSignedRequestIsALineWithoutNumberAndQuery(
            String target, String callStatus, String route, int status, String template) {
        List<Entry<String, String>> form = Twilio.with(Twilio.call(call), "CallStatus", callStatus);

        assertThat(lines(target, form, application.twilio().sign(target, form)))
                .singleElement()
                .asString()
                .matches("INFO route=" + route + " call=" + call + " status=" + status + " ms=\\d+" + template);
    }

    @Test
    void oneThatIsRefusedForWhatItLacksIsALineToo() {
        List<Entry<String, String>> form = Twilio.with(Twilio.call(call), "From", "a");
        form.add(Map.entry("From", "b"));

        assertThat(lines("/voice/status", form, application.twilio().sign("/voice/status", form)))
                .singleElement()
                .asString()
                .matches("INFO route=call-status call= status=400 ms=\\d+");
    }

    @Test
    void aForgedRequestIsNone() {
        List<Entry<String, String>> another = Twilio.status(Twilio.callSid(), "busy");
        try (LogLines log = LogLines.record()) {
            application.twilio().post("/voice/status", Twilio.call(call), "forged");
            application.twilio().post("/voice/status", another);

            await().until(() -> !lines(log).isEmpty());
            assertThat(lines(log)).singleElement().asString().doesNotContain(call);
        }
    }
}
