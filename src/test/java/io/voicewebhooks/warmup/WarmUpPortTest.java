package io.voicewebhooks.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.Certificate;
import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The warm-up finds the port of the application, or says in a line why not. */
class WarmUpPortTest extends WarmUpScenario {
    /** In the place of the bean {@code callers}. */
    public static final class Broken {
        public boolean blocked() {
            throw new IllegalStateException("broken");
        }
    }

    @Test
    void aFlowThatFailsKeepsNothingFromStarting() {
        try (LogLines log = LogLines.record();
                Application application = warmed().bean("callers", new Broken()).start()) {
            awaitReady(application);

            assertThat(passed.get("incoming-call").get()).isPositive();
            assertThat(log.lines()).noneMatch(WarmUpPortTest::isAlarm);
        }
    }

    @Test
    void aPortThatDoesNotAnswerIsOneLineOfTheLog() {
        int elsewhere = Application.freePort();
        try (LogLines log = LogLines.record();
                Application application = warmed().set("camel.server.port", String.valueOf(elsewhere))
                        .start()) {
            awaitReady(application);

            assertThat(log.lines())
                    .filteredOn(WarmUpPortTest::isAlarm)
                    .singleElement()
                    .asString()
                    .startsWith("WARN no warm-up, the first calls are answered more slowly: ");
        }
    }

    @Test
    void whatIsRefusedIsNoWarmUp() {
        try (LogLines log = LogLines.record();
                Application application =
                        warmed().set("camel.server.path", "/elsewhere").start()) {
            awaitReady(application);

            assertThat(log.lines())
                    .filteredOn(WarmUpPortTest::isAlarm)
                    .singleElement()
                    .asString()
                    .matches("WARN no warm-up, .*: /voice/.* was answered with 404");
        }
    }

    @Test
    void overTls() throws Exception {
        Certificate certificate = Certificate.make(dir);
        try (Application application = warmed().set(
                        "voice.http.tls.certificate", certificate.chain().toString())
                .set("voice.http.tls.key", certificate.key().toString())
                .start()) {
            awaitReady(application);

            assertThat(passed.get("incoming-call").get()).isGreaterThan(1);
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere this address has to be made first")
    void onAnAddressOfItsOwnAndBehindAPrefix() {
        try (LogLines log = LogLines.record();
                Application application = warmed().set("voice.http.host", "127.0.0.7")
                        .set("voice.public-url", "https://voice.example.com/hooks")
                        .start()) {
            awaitReady(application);

            assertThat(passed.get("incoming-call").get()).isGreaterThan(1);
            assertThat(log.lines()).noneMatch(WarmUpPortTest::isAlarm).noneMatch(line -> line.contains("route="));
        }
    }

    @Test
    void switchedOff() {
        try (Application application = warmed().set("voice.warm-up", "false").start()) {
            assertThat(application.management(READY).statusCode()).isEqualTo(200);
            application.twilio().post("/voice/menu", Twilio.call(Twilio.callSid()));
            assertThat(passed.keySet()).containsExactlyInAnyOrder("menu-step", "menu");
        }
    }
}
