package io.voicewebhooks.kamelets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.manual.Manual;
import io.voicewebhooks.support.RecordingServer;
import io.voicewebhooks.support.S3Server;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.ReceivedPost;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Processor;
import org.apache.camel.main.Main;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.MDC;

/** The Kamelets, by the text of kamelets.md, in an application of Camel's that knows nothing else of us. */
class KameletsTest {
    private static final byte[] AUDIO = "RIFF audio of a voicemail WAVE".getBytes(StandardCharsets.UTF_8);
    private static final String TWIML = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>";
    private static final String SOURCE = "camel.kamelet.twilio-voice-source.";
    private static final String ARCHIVE = "camel.kamelet.voice-recording-s3-sink.";

    private final Manual manual = Manual.read().page("kamelets");
    private final String call = Twilio.callSid();
    private final String recording = Twilio.recordingSid();
    private final int port = Application.freePort();
    private final Twilio twilio = new Twilio("http://127.0.0.1:" + port, "https://voice.example.com", Twilio.TOKEN);
    private final Main main = new Main();
    private final List<String> seen = new CopyOnWriteArrayList<>();

    private HttpReceiver receiver;
    private S3Server s3;
    private RecordingServer media;

    @TempDir
    Path dir;

    @BeforeEach
    void startWhatIsThere() throws IOException {
        receiver = HttpReceiver.start();
        s3 = S3Server.start(dir.resolve("s3"));
        media = RecordingServer.start(Twilio.ACCOUNT, Twilio.TOKEN).holds(recording, AUDIO);
    }

    @AfterEach
    void stop() {
        main.stop();
        media.close();
        s3.close();
        receiver.close();
    }

    @Test
    void whatTwilioSignedReachesBothSinksAndNothingElseDoes() throws Exception {
        start(route(), properties());

        assertThat(twilio.post("/twilio/voice", Twilio.status(call, "completed"), "forged")
                        .statusCode())
                .isEqualTo(403);
        assertThat(twilio.post("/twilio/voice", Twilio.status(call, "completed"))
                        .statusCode())
                .isEqualTo(204);
        assertThat(twilio.post("/twilio/voice", Twilio.recording(call, recording, "completed"))
                        .statusCode())
                .isEqualTo(204);

        assertThat(receiver.posts()).extracting(ReceivedPost::verified).containsExactly(true, true);
        assertThat(receiver.delivered()).containsExactly("call.completed", "recording.completed");
        ReceivedPost post = receiver.posts().get(0);
        assertThat(post.header("Content-Type")).isEqualTo("application/cloudevents+json");
        assertThat(post.json().get("id").asText()).isEqualTo(post.header("webhook-id"));
        assertThat(post.json().get("data").get("From").asText()).isEqualTo("+15551230001");
        assertThat(s3.keys())
                .containsExactly("recordings/" + Twilio.ACCOUNT + "/2026/11/23/" + call + "/" + recording + ".wav");
        assertThat(s3.content(s3.keys().get(0))).isEqualTo(AUDIO);
        assertThat(s3.metadata(s3.keys().get(0))).containsEntry("callsid", call);
    }

    @Test
    void theEventOfTheArchivedRecordingGoesOn() throws Exception {
        start(
                route().replace("kamelet:voice-event-http-sink", "log:first")
                        + "        - to: kamelet:voice-event-http-sink\n",
                properties());

        assertThat(twilio.post("/twilio/voice", Twilio.recording(call, recording, "completed"))
                        .statusCode())
                .isEqualTo(204);

        assertThat(receiver.delivered()).containsExactly("recording.archived");
        assertThat(receiver.posts().get(0).json().at("/data/archive/key").asText())
                .isEqualTo(s3.keys().get(0));
    }

    @Test
    void twilioHearsWhatBecameOfIt() throws Exception {
        start(route(), properties());
        receiver.answers(post -> 500);

        assertThat(twilio.post("/twilio/voice", Twilio.status(call, "completed"))
                        .statusCode())
                .isEqualTo(503);
        assertThat(twilio.post("/twilio/voice", Twilio.with(Twilio.status(call, "completed"), "CallStatus", ""))
                        .statusCode())
                .isEqualTo(400);
        receiver.answers(post -> 204);
        HttpResponse<String> reply = twilio.post("/twilio/voice", Twilio.call(call));
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Content-Type")).contains("text/xml; charset=utf-8");
        assertThat(reply.body()).isEqualTo(TWIML);
    }

    /** Whatever a route does, with the body and the headers of whatever it spoke to last. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    204 | stop: {}
                    204 | removeVariable: { name: "*" }
                    204 | removeProperties: { pattern: "*" }
                    204 | setVariable: { name: reply, constant: TwiML }
                    204 | delay: { constant: "1", asyncDelayed: "true" }
                    204 | throwException: { exceptionType: java.lang.IllegalStateException, message: handled }
                    503 | throwException: { exceptionType: java.io.IOException, message: leak }
                    503 | rollback: { markRollbackOnly: "true" }
                    503 | rollback: { markRollbackOnlyLast: "true" }
                    """)
    void nothingOfTheRouteReachesTwilio(int status, String step) throws Exception {
        start(
                route().replace("        - to: kamelet:voice-event-http-sink\n", "")
                                .replace("        - to: kamelet:voice-recording-s3-sink\n", "")
                        + """
                                - process: { ref: seen }
                                - setHeader: { name: CamelHttpResponseCode, constant: "418" }
                                - setHeader: { name: X-Leak, constant: leak }
                                - setHeader: { name: Content-Type, constant: text/leak }
                                - setBody: { constant: leak }
                                - %s
                        - routeConfiguration:
                            onException:
                              - onException:
                                  exception: [java.lang.IllegalStateException]
                                  handled: { constant: "true" }
                              - onException:
                                  exception: [java.io.IOException]
                                  redeliveryPolicy: { maximumRedeliveries: 1, redeliveryDelay: "0" }
                        """.formatted(step),
                properties());

        HttpResponse<String> reply = twilio.post("/twilio/voice", Twilio.status(call, "completed"));
        assertThat(reply.statusCode()).isEqualTo(status);
        assertThat(reply.body()).isEmpty();
        assertThat(reply.headers().map()).doesNotContainKeys("x-leak", "content-type");
        HttpResponse<String> twiml = twilio.post("/twilio/voice", Twilio.call(call));
        assertThat(twiml.statusCode()).isEqualTo(status == 204 ? 200 : status);
        assertThat(twiml.body()).isEqualTo(status == 204 ? TWIML : "");
        assertThat(twiml.headers().map()).doesNotContainKey("x-leak");
        // once each, and with nothing of ours in the log lines of the user's thread
        assertThat(seen).containsExactly("null", "null");
    }

    @Test
    void twoUsesHaveAccountsOfTheirOwn() throws Exception {
        String other = "AC" + "f".repeat(32);
        start(
                route()
                        + route().replace("id: voice", "id: other")
                                .replace(
                                        "kamelet:twilio-voice-source",
                                        "kamelet:twilio-voice-source/second?path=other&accountSid=" + other),
                properties());
        List<Map.Entry<String, String>> form = Twilio.with(Twilio.status(call, "completed"), "AccountSid", other);

        assertThat(twilio.post("/other", form).statusCode()).isEqualTo(204);
        assertThat(twilio.post("/twilio/voice", form).statusCode()).isEqualTo(403);
        assertThat(twilio.post("/other", Twilio.status(call, "completed")).statusCode())
                .isEqualTo(403);
        await().untilAsserted(() -> assertThat(receiver.posts()).hasSize(1));
    }

    @Test
    void whatIsNoEventIsNotSent() throws Exception {
        start(route() + """
                - route:
                    id: stranger
                    from:
                      uri: direct:stranger
                      steps:
                        - to: kamelet:voice-event-http-sink
                """, properties());

        assertThatThrownBy(() -> main.getCamelTemplate().requestBody("direct:stranger", "{\"text\": \"hello\"}"))
                .satisfies(failure -> assertThat(Throwables.getStackTrace(failure))
                        .contains("no event of ours")
                        .doesNotContain("hello"));
        assertThat(receiver.posts()).isEmpty();
    }

    @Test
    void aPropertyThatCannotBeIsNamedAndASecretIsNotShown() {
        Properties wrong = properties();
        wrong.setProperty(SOURCE + "accountSid", "AC123");
        wrong.setProperty(SOURCE + "authToken", "s3cr3t token");

        assertThatThrownBy(() -> start(route(), wrong))
                .rootCause()
                .hasMessageContaining("twilio.account-sid = AC123; allowed: AC and 32 hexadecimal digits")
                .hasMessageNotContaining("s3cr3t");
    }

    private String route() {
        return manual.block("camel/voice.camel.yaml");
    }

    private Properties properties() {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(manual.block("application.properties (kamelets)")
                    .replace("{{env:TWILIO_AUTH_TOKEN}}", Twilio.TOKEN)
                    .replace("{{env:EVENT_SECRET}}", HttpReceiver.SECRET)
                    .replace("port = 8080", "port = " + port)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        properties.setProperty("camel.kamelet.voice-event-http-sink.url", receiver.url());
        properties.setProperty(ARCHIVE + "apiUrl", media.settings().get("twilio.api-url"));
        Map<String, String> archive = s3.settings();
        properties.setProperty(ARCHIVE + "endpoint", archive.get("voice.sink.s3.endpoint"));
        properties.setProperty(ARCHIVE + "accessKey", archive.get("voice.sink.s3.access-key"));
        properties.setProperty(ARCHIVE + "secretKey", archive.get("voice.sink.s3.secret-key"));
        return properties;
    }

    private void start(String routes, Properties properties) throws Exception {
        Path file = Files.writeString(dir.resolve("voice.camel.yaml"), routes);
        properties.forEach((key, value) -> main.addProperty(key.toString(), value.toString()));
        main.bind("seen", (Processor) exchange -> seen.add(String.valueOf(MDC.get("callSid"))));
        main.configure().setRoutesIncludePattern("file:" + file);
        main.start();
    }
}
