package io.voicewebhooks.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicewebhooks.console.Office;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.Operator.Outcome;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that are not as they should be, and readers who may not see everything. */
@TestInstance(Lifecycle.PER_CLASS)
class StrangeCallsTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private HttpReceiver http;
    private Application application;
    private Operator operator;

    @BeforeAll
    void start(@TempDir Path dir) {
        http = HttpReceiver.start();
        http.answers(post -> post.body().contains("ParentCallSid") ? 409 : 204);
        application = Application.with(dir)
                .set(http.settings())
                .set("voice.retry.schedule", "1h")
                .set("voice.sink.file.enabled", "true")
                .set("voice.sink.calls.enabled", "true")
                .set("voice.management.token", Operator.TOKEN)
                .start();
        operator = Operator.of(application);
    }

    @AfterAll
    void stop() {
        application.close();
        http.close();
    }

    @Test
    void aCallWithALegThatIsNotDeliveredIsFound() {
        String call = Twilio.callSid();
        application.twilio().post("/voice/status", Twilio.status(call, "completed"));
        application
                .twilio()
                .post("/voice/status", Twilio.with(Twilio.status(Twilio.callSid(), "busy"), "ParentCallSid", call));

        await().atMost(LIMIT).untilAsserted(() -> assertThat(operator.json("/operations/calls?undelivered=true")
                        .path("calls")
                        .valueStream())
                .filteredOn(each -> each.path("callSid").asText().equals(call))
                .singleElement()
                .satisfies(each -> assertThat(each.path("sinks").toString())
                        .isEqualTo("{\"file\":\"delivered\",\"http\":\"retrying\"}")));
    }

    private JsonNode show(String callSid) {
        return operator.json("/operations/calls/" + callSid);
    }

    @Test
    void aCallbackThatDidNotComeIsMissing() {
        String call = Twilio.callSid();
        String leg = Twilio.callSid();
        Twilio twilio = application.twilio();
        twilio.post(
                "/voice/status",
                Twilio.with(Twilio.status(call, "completed"), "To", "+15559990000", "SequenceNumber", "0"));
        int sequence = 0;
        for (String status : List.of("initiated", "ringing", "in-progress")) {
            if (!status.equals("ringing")) {
                twilio.post(
                        "/voice/status",
                        Twilio.with(
                                Twilio.status(leg, status),
                                "ParentCallSid",
                                call,
                                "Direction",
                                "outbound-dial",
                                "To",
                                "+15550009001",
                                "SequenceNumber",
                                String.valueOf(sequence)));
            }
            sequence++;
        }

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(show(call).path("missing").valueStream())
                        .extracting(JsonNode::asText)
                        .containsExactly(
                                "the request for TwiML is not in the log",
                                "ringing of the leg to " + "+15550009001" + " was never received",
                                "the end of the leg to " + "+15550009001" + " was never received"));
        assertThat(operator.types("calls", "show", call).out()).contains("missing: ringing of the leg to");
    }

    @Test
    void whatACallerSentIsTextInTheTerminalAndInCsv() {
        String call = Twilio.callSid();
        application
                .twilio()
                .post(
                        "/voice/incoming",
                        Twilio.with(
                                Twilio.call(call),
                                "From",
                                "=HYPERLINK(\"http://evil\",\"x\")\u001b[2J",
                                "To",
                                "@SUM(1),2",
                                "CallerName",
                                "\u001b]0;owned\u0007\u009b31m<b>\u202egro",
                                "SipHeader_X-\u001b[1m",
                                "\r\nHeader: x"));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(show(call).path("exchanges")).isNotEmpty());

        for (Outcome typed : List.of(
                operator.types("calls", "show", call),
                operator.types("calls", "list", "--call-sid", call),
                operator.types("calls", "list", "--csv"))) {
            assertThat(typed.err()).isEmpty();
            assertThat(typed.out().replace("\n", "").replace("\r", ""))
                    .contains("=HYPERLINK")
                    .doesNotContainPattern("[\\p{Cntrl}\\u0080-\\u009f\\u202e]");
        }
        assertThat(operator.types("calls", "show", call).out()).contains("CallerName=?]0;owned??31m<b>?gro");
        assertThat(operator.types("calls", "list", "--csv", "--call-sid", call)
                        .out()
                        .lines()
                        .toList()
                        .get(1))
                .contains(",\"'=HYPERLINK(\"\"http://evil\"\",\"\"x\"\")?[2J\",\"'@SUM(1),2\",");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CA00000000000000000000000000000000", "x'%20or%201=1", "%00"})
    void aCallThatIsNotInTheLogIsNotFound(String callSid) {
        assertThat(operator.get("/operations/calls/" + callSid).statusCode()).isEqualTo(404);
    }

    @Test
    void withoutALogThatIsSaid(@TempDir Path dir) {
        try (Application without = Application.with(dir)
                .set("voice.management.token", Operator.TOKEN)
                .start()) {
            for (String path : List.of("/operations/calls", "/operations/calls/" + Twilio.callSid())) {
                HttpResponse<String> answer = Operator.of(without).get(path);

                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body()).contains("there is no call log: voice.sink.calls.enabled = false");
            }
        }
    }

    @Test
    void withoutATokenNumbersAreHidden(@TempDir Path dir) throws Exception {
        try (Office open = Office.in(dir).without("voice.management.token").open()) {
            open.leavesAMessage("+15551230001", Map.of("CallerName", "call 555-123-4567"), 3);
            Operator anybody = open.operator().withToken(null);
            await().atMost(LIMIT).untilAsserted(() -> assertThat(anybody.json("/operations/calls")
                            .at("/calls/0/ended")
                            .asText())
                    .isNotEmpty());
            String call =
                    anybody.json("/operations/calls").at("/calls/0/callSid").asText();

            String shown = await().atMost(LIMIT)
                    .until(
                            () -> anybody.get("/operations/calls/" + call).body(),
                            text -> text.contains("\"recordingSid\":\"RE"));
            assertThat(anybody.get("/operations/calls?number=30001").statusCode())
                    .as("a masked number cannot be guessed digit by digit")
                    .isEqualTo(400);
            assertThat(anybody.json("/operations/calls?number=0001").path("calls"))
                    .hasSize(1);
            assertThat(shown).contains(call, "…0001", "…5310", "call …4567");
            for (String text : List.of(
                    shown,
                    anybody.get("/operations/calls").body(),
                    anybody.get("/operations/calls?format=csv").body())) {
                assertThat(text)
                        .contains("…0001")
                        .doesNotContain("5551230001", "555-123-4567", "5558675310", "5550009001");
            }
        }
    }
}
