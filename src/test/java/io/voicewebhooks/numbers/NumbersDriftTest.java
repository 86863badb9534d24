package io.voicewebhooks.numbers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.Visitor;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import io.voicewebhooks.testkit.rest.RestAccount;
import io.voicewebhooks.testkit.rest.RestFault;
import io.voicewebhooks.testkit.rest.RestServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the running application knows of its numbers at Twilio. */
class NumbersDriftTest {
    private static final String NUMBER = "+15558675310";
    private static final Map<String, String> AS_WANTED = Map.of(
            "voice_url", "https://voice.example.com/voice/incoming#rc=5&rp=5xx,ct,rt",
            "status_callback", "https://voice.example.com/voice/status#rc=5&rp=5xx,ct,rt");

    @TempDir
    Path dir;

    private RestServer twilio;
    private RestAccount account;

    @BeforeEach
    void start() {
        twilio = RestServer.start();
        account = twilio.account(Twilio.ACCOUNT, Twilio.TOKEN);
    }

    @AfterEach
    void stop() {
        twilio.close();
    }

    private Application.Builder application() {
        return Application.with(dir)
                .set("twilio.api-url", twilio.url())
                .set("twilio.numbers", NUMBER)
                .set("voice.management.token", Operator.TOKEN);
    }

    private static String health(Application application) {
        return application.management("/observe/health").body();
    }

    @Test
    void aNumberThatSomebodyElseChangedIsTold() {
        String number = account.number(NUMBER, AS_WANTED);
        try (Application application = application().start()) {
            Visitor visitor = Visitor.loggedIn(application);
            await().untilAsserted(
                            () -> assertThat(visitor.get("/numbers").body()).contains(NUMBER, "as wanted"));
            assertThat(application.meter("voice_numbers_drift")).isZero();
            assertThat(health(application)).doesNotContain(NUMBER);

            account.changeInConsole(number, "friendly_name", "the office");
            account.changeInConsole(number, "voice_url", "https://elsewhere.example.com/<i>");
            assertThat(visitor.post("/numbers/compare").statusCode()).isEqualTo(303);

            assertThat(application.meter("voice_numbers_drift")).isEqualTo(1);
            String by = "changed by user US" + "0".repeat(32) + " in the Console from 192.0.2.7 at ";
            assertThat(visitor.get("/numbers").body())
                    .contains("VoiceUrl: https://elsewhere.example.com/&lt;i&gt; -&gt; https://voice.example.com/", by);
            assertThat(health(application))
                    .contains("5310 at Twilio differs: VoiceUrl\"")
                    .doesNotContain(NUMBER, "192.0.2.7", "US0");
            assertThat(application.management("/observe/health/ready").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void ofVeryManyThatDifferSomeAreTold() {
        for (int i = 0; i < 100; i++) {
            account.number("+1555867%04d".formatted(i), Map.of());
        }
        try (Application application =
                application().set("twilio.numbers", "+1555867*").start()) {
            await().untilAsserted(() ->
                    assertThat(application.meter("voice_numbers_drift")).isEqualTo(100));

            await().untilAsserted(
                            () -> assertThat(health(application)).contains("80 more differ: twilio plan tells which"));
            assertThat(health(application)).doesNotContain("+1555");
            assertThat(health(application).split("at Twilio differs", -1)).hasSize(21);
        }
    }

    @Test
    void anAccountThatCannotBeReadIsTold() {
        account.number(NUMBER, AS_WANTED);
        twilio.fails(RestFault.UNAUTHORIZED);
        try (Application application = application().start()) {
            await().untilAsserted(() -> assertThat(health(application))
                    .contains("Twilio answered 401, 20003 Authenticate to GET", Twilio.ACCOUNT)
                    .doesNotContain(Twilio.TOKEN));
            assertThat(application.meter("voice_numbers_drift")).isNaN();

            twilio.recovers();
            Visitor.loggedIn(application).post("/numbers/compare");
            assertThat(application.meter("voice_numbers_drift")).isZero();
            assertThat(health(application)).doesNotContain("401");
        }
    }

    @Test
    void withoutNumbersTwilioIsNotAsked() {
        try (Application application = application().without("twilio.numbers").start()) {
            assertThat(application.context().getRoute("numbers-drift")).isNull();
            assertThat(Visitor.loggedIn(application).get("/numbers").body()).contains("No number is listed");
            assertThat(health(application)).doesNotContain("numbers");
            assertThat(twilio.requests()).isEmpty();
        }
    }

    @Test
    void withoutATokenTheLastDigitsAreShown() {
        account.number(NUMBER, AS_WANTED);
        try (Application application =
                application().without("voice.management.token").start()) {
            Visitor visitor = Visitor.of(application);
            await().untilAsserted(
                            () -> assertThat(visitor.get("/numbers").body()).contains("as wanted"));

            assertThat(visitor.get("/numbers").body()).contains("…5310").doesNotContain(NUMBER, "Ask Twilio now");
        }
    }

    @Test
    void onlyOperatorsAskTwilio() {
        try (Application application = application().start()) {
            await().until(() -> !twilio.requests().isEmpty());
            int asked = twilio.requests().size();

            assertThat(Visitor.of(application).post("/numbers/compare").statusCode())
                    .isNotEqualTo(200);

            assertThat(twilio.requests()).hasSize(asked);
        }
    }
}
