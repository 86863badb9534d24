package io.voicewebhooks.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.check.CheckScenario;
import io.voicewebhooks.support.MailServer;
import io.voicewebhooks.support.RouteFolder;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map.Entry;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The templates of callbacks.md: the URLs that callers' TwiML names, and what comes back there. */
@TestInstance(Lifecycle.PER_CLASS)
class CallbacksPageTest {
    private static final Pattern RECORD = Pattern.compile(" *<Record .*?/>", Pattern.DOTALL);

    private static final String WHEN = """
                      - simple: "${body[To]} == '+15558675300'"
                        steps:
                          - bean: { ref: twiml, method: reply('meeting') }
        """;

    private final HttpReceiver events = HttpReceiver.start();
    private final MailServer mail = MailServer.start();
    private RouteFolder routes;
    private Application application;

    @BeforeAll
    void start(@TempDir Path dir) throws IOException {
        Manual page = Manual.read().page("callbacks");
        String transcribing = Matcher.quoteReplacement(
                page.block("routes/twiml/voicemail.xml (transcribe)").stripTrailing());
        String spoken = page.block("routes/twiml/forward.xml (transcription)");
        String example = "              # out of business hours";
        routes = RouteFolder.copiedTo(dir)
                .write("twiml/meeting.xml", page.block("routes/twiml/meeting.xml"))
                .edit("twiml/voicemail.xml", text -> RECORD.matcher(text).replaceFirst(transcribing))
                .edit(
                        "twiml/forward.xml",
                        text -> text.replaceFirst(" *<Dial ", Matcher.quoteReplacement(spoken) + "  <Dial "))
                .replace("incoming-call.camel.yaml", example, WHEN + example);
        application = Application.with(dir.resolve("data"))
                .routes(routes.pattern())
                .set(routes.settings())
                .set(events.settings())
                .set(mail.settings())
                .set("call.forward.to", "+15550001111")
                .set("call.hours", "")
                .start();
    }

    @AfterAll
    void stop() {
        application.close();
        mail.close();
        events.close();
    }

    private String callback(String attribute, List<Entry<String, String>> call) {
        String twiml = application.twilio().post("/voice/incoming", call).body();
        Matcher url = Pattern.compile(
                        attribute + "=\"https://voice.example.com(/voice/callback[^#\"]*)#rc=5&amp;rp=5xx,ct,rt\"")
                .matcher(twiml);
        assertThat(url.find()).as(twiml).isTrue();
        return url.group(1).replace("&amp;", "&");
    }

    @Test
    void theyPassTheCheck(@TempDir Path dir) throws IOException {
        assertThat(CheckScenario.with(dir).problems(routes)).isEmpty();
    }

    @Test
    void aConferenceTellsWhoIsInIt() {
        String sid = Twilio.callSid();
        String target = callback("statusCallback", Twilio.with(Twilio.call(sid), "To", "+15558675300"));

        application
                .twilio()
                .post(
                        target,
                        Twilio.with(
                                List.of(),
                                "AccountSid",
                                Twilio.ACCOUNT,
                                "CallSid",
                                sid,
                                "ConferenceSid",
                                "CF1",
                                "StatusCallbackEvent",
                                "participant-join"));

        await().untilAsserted(() -> assertThat(events.typesAbout(sid)).contains("conference.participant-join"));
        assertThat(events.about(sid)).anySatisfy(post -> assertThat(
                        post.json().at("/data/context/from").asText())
                .isEqualTo("+15551230001"));
    }

    @Test
    void theTextOfAVoicemailIsMailed() {
        String sid = Twilio.callSid();
        String target = callback("transcribeCallback", Twilio.with(Twilio.call(sid), "To", "+15558675310"));

        application
                .twilio()
                .post(
                        target,
                        Twilio.with(
                                Twilio.call(sid),
                                "TranscriptionSid",
                                "TR1",
                                "TranscriptionStatus",
                                "completed",
                                "TranscriptionText",
                                "Please call me back"));

        await().untilAsserted(() -> assertThat(mail.mails()).anySatisfy(each -> assertThat(
                        new String(MailServer.content(each, "text/plain"), StandardCharsets.UTF_8))
                .contains("Please call me back", "Mailbox:  main")));
    }
}
