package io.voicewebhooks.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers hear: each branch of the incoming call. */
class IncomingCallTest {
    private static final String DAY_AND_NIGHT = "mon-sun 00:00-24:00";

    @Nested
    @TestInstance(Lifecycle.PER_CLASS)
    class WithinBusinessHours {
        private HttpReceiver events;
        private Application application;

        @BeforeAll
        void start(@TempDir Path dir) {
            events = HttpReceiver.start();
            application = Application.with(dir)
                    .set(events.settings())
                    .set("call.hours", DAY_AND_NIGHT)
                    .set("call.forward.to", "+15550009999")
                    .set("call.forward.ring-seconds", "15")
                    .set("call.blocked", "+15551110000, +15551110001 , anonymous")
                    .set("call.voicemail.greeting", "Tom & Jerry <3")
                    .start();
        }

        @AfterAll
        void stop() {
            application.close();
            events.close();
        }

        @Test
        void aCallIsForwarded() {
            String twiml = application
                    .twilio()
                    .post("/voice/incoming", Twilio.call(Twilio.callSid()))
                    .body();

            assertThat(twiml)
                    .contains("<Dial timeout=\"15\" answerOnBridge=\"true\""
                            + " action=\"https://voice.example.com/voice/forward-result?")
                    .contains("statusCallback=\"https://voice.example.com/voice/status#rc=5&amp;rp=5xx,ct,rt\"")
                    .contains(">+15550009999</Number>");
        }

        /** As a SIP domain sends it, to the names of its fields; repeated, and asked for again later in the call. */
        @Test
        void aCallOfASipDomainThatHasNoStatusIsAnsweredAndPublishedOnce() {
            String call = Twilio.callSid();
            List<Entry<String, String>> sip = List.of(
                    Map.entry("CallSid", call),
                    Map.entry("AccountSid", Twilio.ACCOUNT),
                    Map.entry("Direction", "inbound"),
                    Map.entry("From", "sip:alice@pbx.example.com"),
                    Map.entry("To", "sip:front-desk@example.sip.twilio.com"),
                    Map.entry("SipDomain", "example.sip.twilio.com"),
                    Map.entry("SipCallId", "0f9e8d7c@192.0.2.4"),
                    Map.entry("SipHeader_X-Correlation-Id", "4711"));

            for (int request = 0; request < 3; request++) {
                HttpResponse<String> reply = application.twilio().post("/voice/incoming", sip);
                assertThat(reply.statusCode()).isEqualTo(200);
                assertThat(reply.body()).contains("<Dial");
            }

            assertThat(published(call, application)).containsExactly("call.incoming");
        }

        @ParameterizedTest
        @ValueSource(strings = {"queued", "in-progress", "completed"})
        void anyOtherStatusThanRingingIsAnsweredAndIsNoNewCall(String status) {
            String call = Twilio.callSid();
            HttpResponse<String> reply =
                    application.twilio().post("/voice/incoming", Twilio.with(Twilio.call(call), "CallStatus", status));

            assertThat(reply.body()).contains("<Dial");
            assertThat(published(call, application)).isEmpty();
        }

        /** The events of a call before one that is stored now; all have one way to the sink, in order. */
        private List<String> published(String call, Application application) {
            application.twilio().post("/voice/status", Twilio.status(call, "completed"));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> events.typesAbout(call).contains("call.completed"));
            return events.typesAbout(call).stream()
                    .filter(type -> !type.equals("call.completed"))
                    .toList();
        }

        @ParameterizedTest
        @ValueSource(strings = {"+15551110000", "+15551110001", "anonymous"})
        void aBlockedCallerIsRejectedAsBusy(String caller) {
            String twiml = application
                    .twilio()
                    .post("/voice/incoming", Twilio.with(Twilio.call(Twilio.callSid()), "From", caller))
                    .body();
            assertThat(twiml).contains("<Reject reason=\"busy\"/>").doesNotContain("<Dial");
        }

        @Test
        void aCallerWhoseNumberOnlyContainsABlockedOneIsNotRejected() {
            String twiml = application
                    .twilio()
                    .post("/voice/incoming", Twilio.with(Twilio.call(Twilio.callSid()), "From", "+155511100001"))
                    .body();
            assertThat(twiml).contains("<Dial");
        }

        @ParameterizedTest
        @ValueSource(strings = {"busy", "no-answer", "failed", "canceled"})
        void aForwardedCallThatNobodyTookIsMissedAndGoesOnToVoicemail(String result) {
            String call = Twilio.callSid();
            HttpResponse<String> reply = application
                    .twilio()
                    .post("/voice/forward-result", Twilio.with(Twilio.call(call), "DialCallStatus", result));

            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.body()).contains("<Record ");
            await().untilAsserted(() -> assertThat(events.posts()).anySatisfy(post -> {
                assertThat(post.type()).isEqualTo("call.missed");
                assertThat(post.json().at("/data/CallSid").asText()).isEqualTo(call);
            }));
        }

        @ParameterizedTest
        @ValueSource(strings = {"completed", "answered"})
        void aForwardedCallThatWasTakenEnds(String result) {
            String twiml = application
                    .twilio()
                    .post("/voice/forward-result", Twilio.with(Twilio.call(Twilio.callSid()), "DialCallStatus", result))
                    .body();
            assertThat(twiml).contains("<Hangup/>").doesNotContain("<Record");
        }
    }

    @Test
    void outsideBusinessHoursACallGoesToVoicemail(@TempDir Path dir) {
        try (Application application = Application.with(dir)
                .set("call.hours", "")
                .set("call.forward.to", "+15550009999")
                .set("call.voicemail.greeting", "Tom & Jerry say \"hi\" <3")
                .set("call.voicemail.mailbox", "night shift")
                .start()) {
            String twiml = application
                    .twilio()
                    .post("/voice/incoming", Twilio.call(Twilio.callSid()))
                    .body();

            assertThat(twiml)
                    .contains("<Say language=\"en-US\">Tom &amp; Jerry say &quot;hi&quot; &lt;3</Say>")
                    .contains("maxLength=\"180\"")
                    .contains("recordingStatusCallback=\"https://voice.example.com/voice/recording"
                            + "?context.from=%2B15551230001&amp;context.to=%2B15558675310"
                            + "&amp;context.mailbox=night%20shift#rc=5&amp;rp=5xx,ct,rt\"")
                    .contains("recordingStatusCallbackEvent=\"completed absent\"")
                    .contains("Thank you. Goodbye.");
        }
    }

    @Test
    void whenAFlowFailsTheCallerHearsTheFallback(@TempDir Path dir) throws Exception {
        // the flow that is taken uses a template whose variables it does not set
        Path routes = Files.createDirectories(dir.resolve("routes"));
        for (Path file :
                Files.list(Path.of("routes")).filter(Files::isRegularFile).toList()) {
            String text = Files.readString(file).replace("reply('voicemail')", "reply('forward')");
            Files.writeString(routes.resolve(file.getFileName()), text);
        }
        try (Application application =
                Application.with(dir).routes("file:" + routes + "/*.camel.yaml").start()) {
            HttpResponse<String> reply = application.twilio().post("/voice/incoming", Twilio.call(Twilio.callSid()));

            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.headers().firstValue("Content-Type")).contains("text/xml; charset=utf-8");
            assertThat(reply.body()).contains("your call cannot be taken at the moment");
            assertThat(application.meter("voice_webhooks_total{kind=\"incoming-call\",outcome=\"fallback\"}"))
                    .isEqualTo(1);
        }
    }
}
