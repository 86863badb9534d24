package io.voicewebhooks.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.manual.Manual;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import io.voicewebhooks.testkit.rest.RestAccount;
import io.voicewebhooks.testkit.rest.RestServer;
import io.voicewebhooks.testkit.simulator.MediaServer;
import io.voicewebhooks.testkit.simulator.Simulator;
import io.voicewebhooks.testkit.simulator.TwilioAccount;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Calls from the request to their last event, with the stand-in of Twilio; and what placing-calls.md tells. */
@TestInstance(Lifecycle.PER_CLASS)
class PlacedCallTest {
    private static final String OURS = "+15558675310";
    private static final String CUSTOMER = "+15551230001";

    private final RestServer twilio = RestServer.start();
    private final HttpReceiver events = HttpReceiver.start();
    private MediaServer media;
    private Application application;

    @BeforeAll
    void start(@TempDir Path dir) throws IOException {
        // as the manual switches the call back on
        Properties properties = new Properties();
        properties.load(new StringReader(
                Manual.read().page("placing-calls").blocks("properties").get(1)));
        Map<String, String> shown = new HashMap<>();
        properties.forEach((key, value) -> shown.put(key.toString(), value.toString()));
        TwilioAccount played = new TwilioAccount(Twilio.ACCOUNT, Twilio.TOKEN);
        media = new MediaServer(0, played);
        RestAccount account = twilio.account(Twilio.ACCOUNT, Twilio.TOKEN);
        twilio.keeps(account, new Simulator(played, media), media);
        int port = Application.freePort();
        application = Application.with(dir.resolve("data"))
                .set(events.settings())
                .set("twilio.api-url", twilio.url())
                .set("voice.http.port", String.valueOf(port))
                .set("voice.public-url", "http://127.0.0.1:" + port)
                .set("voice.calls.allowed", "+1555123*")
                .set(shown)
                .set("voice.management.token", Operator.TOKEN)
                .set("call.hours", "mon-sun 00:00-24:00")
                .start();
    }

    @AfterAll
    void stop() {
        application.close();
        media.close();
        events.close();
        twilio.close();
    }

    private Operator.Outcome asks(String... more) {
        String[] all = new String[more.length + 2];
        all[0] = "twilio";
        all[1] = "call";
        System.arraycopy(more, 0, all, 2, more.length);
        return Operator.of(application).types(all);
    }

    @Test
    void aCallThatIsAskedForIsPlacedAndTellsOfItselfWithItsContext() {
        Operator.Outcome asked = asks(
                "--to",
                CUSTOMER,
                "--from",
                OURS,
                "--flow",
                "voicemail",
                "--id",
                "order-4711",
                "--context",
                "order=4711",
                "--record",
                "--timeout",
                "20");
        assertThat(asked.err()).isEmpty();
        assertThat(asked.out()).contains("order-4711");

        await().untilAsserted(() -> assertThat(events.typesAbout("order-4711"))
                .contains("call.placed", "call.initiated", "call.ringing", "call.completed"));
        assertThat(events.about("order-4711").stream()
                        .filter(post -> post.type().startsWith("call."))
                        .map(post -> post.json().path("callsid").asText())
                        .distinct())
                .hasSize(1);
        assertThat(events.about("order-4711")).allSatisfy(post -> assertThat(
                        post.json().at("/data/context/order").asText())
                .isEqualTo("4711"));
    }

    @Test
    void aRouteMayAskWithAMap() throws Exception {
        try (ProducerTemplate route = application.context().createProducerTemplate()) {
            route.sendBody(
                    "jms:queue:voice.calls.place",
                    Map.of("id", "map-1", "to", CUSTOMER, "from", OURS, "flow", "voicemail", "context.order", "4712"));
        }

        await().untilAsserted(() -> assertThat(events.typesAbout("map-1")).contains("call.placed"));
        assertThat(events.await("map-1").json().at("/data/context/order").asText())
                .isEqualTo("4712");
    }

    @Test
    void whoIsNotAllowedIsNotCalledAndTheOperatorHearsWhy() {
        Operator.Outcome refused = asks("--to", "+15559990001", "--from", OURS, "--flow", "voicemail");

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).contains("voice.calls.allowed does not have the number");
        assertThat(asks("--to", CUSTOMER, "--from", OURS, "--flow", "nowhere").err())
                .contains("no route listens on /voice/nowhere");
        assertThat(asks("--to", CUSTOMER).status()).isEqualTo(2);
    }

    @Test
    void whoeverLeftNoMessageIsCalledBack() {
        String call = Twilio.callSid();
        new Twilio(application.url(), application.url(), Twilio.TOKEN)
                .post(
                        "/voice/recording?context.from=%2B15551230007&context.to=%2B15558675310",
                        Twilio.with(
                                Twilio.recording(call, Twilio.recordingSid(), "absent"),
                                "RecordingStartTime",
                                DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC))));

        await().untilAsserted(
                        () -> assertThat(events.typesAbout("+15551230007")).contains("call.placed"));
    }

    /** Nor is whoever we call and who says nothing to the voicemail that a call of ours ends in. */
    @Test
    void ofACallThatWePlacedItIsTold() throws Exception {
        asks("--to", CUSTOMER, "--from", OURS, "--flow", "voicemail", "--id", "silent-1");
        String call = events.await("silent-1").json().path("callsid").asText();

        await().untilAsserted(() -> assertThat(events.about(call))
                .filteredOn(post -> post.type().contains("recording."))
                .isNotEmpty()
                .allSatisfy(post -> assertThat(
                                post.json().at("/data/context/direction").asText())
                        .isEqualTo("outbound-api")));
    }
}
