package io.voicewebhooks.numbers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.config.Account;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.rest.TwilioApis;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plan, apply and drift with a Twilio that shares nothing with this project: npm {@code emulate}, and a call of its own. */
@Tag("full")
class EmulateIT {
    private static final String NUMBER = "+15558675310";
    private static final String OTHER = "+15558675311";

    @TempDir
    Path dir;

    private static HttpResponse<String> post(NodeServer twilio, String path, String form) throws Exception {
        String credentials = Base64.getEncoder().encodeToString((Twilio.ACCOUNT + ":" + Twilio.TOKEN).getBytes());
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(twilio.url() + path))
                                .header("Authorization", "Basic " + credentials)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(form))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aNumberIsPointedHereAndItsCallIsAnswered() throws Exception {
        int port = Application.freePort();
        try (NodeServer twilio = NodeServer.start(
                        dir.resolve("emulate.log"),
                        Application.freePort(),
                        "emulate.mjs",
                        Twilio.ACCOUNT,
                        Twilio.TOKEN,
                        NUMBER,
                        OTHER);
                Application application = Application.with(dir)
                        .set("voice.http.port", String.valueOf(port))
                        .set("voice.public-url", "http://127.0.0.1:" + port)
                        .start();
                TwilioApis apis = new TwilioApis(List.of(new Account(
                        Twilio.ACCOUNT, List.of(Twilio.TOKEN), Twilio.ACCOUNT, Twilio.TOKEN, twilio.url())))) {
            TwilioNumbers numbers = numbers("http://127.0.0.1:" + port, apis);

            NumbersPlan plan = numbers.plan();
            assertThat(plan.problems()).isEmpty();
            assertThat(plan.resources()).extracting(ResourcePlan::name).containsExactly(NUMBER, OTHER);
            assertThat(plan.differing()).singleElement().satisfies(each -> {
                assertThat(each.name()).isEqualTo(NUMBER);
                assertThat(each.changes()).extracting(Change::field).containsExactly("VoiceUrl", "StatusCallback");
            });
            plan.differing().forEach(numbers::apply);
            assertThat(numbers.plan().differing()).isEmpty();

            // emulate signs the fragment too, which Twilio does not
            String number = "/2010-04-01/Accounts/" + Twilio.ACCOUNT + "/IncomingPhoneNumbers/"
                    + plan.differing().get(0).sid() + ".json";
            post(twilio, number, "VoiceUrl=" + application.url() + "/voice/incoming");
            HttpResponse<String> call = post(
                    twilio, "/_twilio/simulate/inbound-call", "From=%2B15551230001&To=" + NUMBER.replace("+", "%2B"));
            assertThat(call.statusCode()).isEqualTo(201);
            String accepted = "voice_webhooks_total{kind=\"incoming-call\",outcome=\"accepted\"}";
            // counted once the answer is on its way
            await().untilAsserted(() -> assertThat(application.meter(accepted)).isEqualTo(1));

            assertThat(numbers.plan().differing()).singleElement().satisfies(each -> assertThat(each.changes())
                    .containsExactly(new Change(
                            "VoiceUrl",
                            application.url() + "/voice/incoming",
                            application.url() + "/voice/incoming#rc=5&rp=5xx,ct,rt")));
        }
    }

    private static TwilioNumbers numbers(String publicUrl, TwilioApis apis) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("twilio.account-sid", Twilio.ACCOUNT);
        properties.setProperty("twilio.auth-token", Twilio.TOKEN);
        properties.setProperty("voice.public-url", publicUrl);
        properties.setProperty("twilio.numbers", NUMBER);
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getPropertiesComponent().setInitialProperties(properties);
            return new TwilioNumbers(Settings.of(context), apis);
        }
    }
}
