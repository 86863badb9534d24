package io.voicewebhooks.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.RouteFolder;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.ReceivedPost;
import io.voicewebhooks.testkit.Twilio;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map.Entry;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipe of integrations.md that sends an SMS to whoever was missed, against a server that acts as Twilio's API. */
class SmsExampleTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String CREDENTIALS = "Basic "
            + Base64.getEncoder()
                    .encodeToString((Twilio.ACCOUNT + ":" + Twilio.TOKEN).getBytes(StandardCharsets.UTF_8));

    private static final List<String> HOSTILE = List.of(
            "+15551230001&To=%2B19005550000",
            "+15551230001\n", "+442071838750", "+1555123000${exchangeId}", "client:eve", "anonymous");

    private final Manual manual = Manual.read().page("integrations");

    @TempDir
    Path dir;

    @Test
    void whoeverWasMissedGetsOneSmsAndNobodyElseDoes() throws Exception {
        RouteFolder routes = RouteFolder.copiedTo(dir)
                .write("sink-sms.camel.yaml", manual.block("routes/sink-sms.camel.yaml"))
                .edit(
                        "event-router.camel.yaml",
                        router -> router + "\n" + manual.block("routes/event-router.camel.yaml (sms)"));
        Properties keys = new Properties();
        keys.load(new StringReader(manual.blocks("properties").stream()
                .filter(block -> block.contains("sms.allowed"))
                .findFirst()
                .orElseThrow()));
        try (HttpReceiver api = HttpReceiver.start()) {
            Application.Builder builder = Application.with(dir.resolve("data"))
                    .routes(routes.pattern())
                    .set("twilio.api-url", "http://127.0.0.1:" + api.port())
                    .set("voice.retry.schedule", "100ms,100ms");
            keys.forEach((key, value) -> builder.set(key.toString(), value.toString()));
            api.answers(post -> !CREDENTIALS.equals(post.header("Authorization"))
                    ? 401
                    : post.body().contains("%2B15551230009") ? 400 : api.posts().isEmpty() ? 503 : 201);
            try (Application application = builder.start()) {
                HOSTILE.forEach(from -> miss(application, from));
                List<Entry<String, String>> missed = miss(application, "+15551230001");
                application.twilio().post("/voice/forward-result", missed);
                await().atMost(LIMIT)
                        .until(() -> application.meter("voice_deliveries_total{outcome=\"delivered\",sink=\"sms\"}")
                                == HOSTILE.size() + 1);

                assertThat(api.posts()).extracting(ReceivedPost::status).containsExactly(503, 201);
                ReceivedPost sms = api.posts().get(1);
                assertThat(sms.path()).isEqualTo("/2010-04-01/Accounts/" + Twilio.ACCOUNT + "/Messages.json");
                assertThat(sms.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
                assertThat(sms.body())
                        .isEqualTo("To=%2B15551230001&From=%2B15558675310"
                                + "&Body=Sorry+that+we+missed+your+call.+We+will+call+you+back.");

                miss(application, "+15551230009");
                await().atMost(LIMIT).untilAsserted(() -> assertThat(application.deadLetters())
                        .containsExactly("the endpoint answered 400"));
                assertThat(api.posts()).hasSize(3);
            }
        }
    }

    private static List<Entry<String, String>> miss(Application application, String from) {
        List<Entry<String, String>> form =
                Twilio.with(Twilio.call(Twilio.callSid()), "DialCallStatus", "busy", "From", from);
        assertThat(application.twilio().post("/voice/forward-result", form).statusCode())
                .isEqualTo(200);
        return form;
    }
}
