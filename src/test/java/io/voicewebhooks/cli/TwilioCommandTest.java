package io.voicewebhooks.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.testkit.Twilio;
import io.voicewebhooks.testkit.rest.RestAccount;
import io.voicewebhooks.testkit.rest.RestFault;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is printed, asked and changed. */
class TwilioCommandTest extends TwilioCommandScenario {
    private static final String OTHER = "AC" + "5".repeat(32);

    @Test
    void aNewNumberIsToldEverythingAndNothingTheSecondTime() {
        String number = account.number(OFFICE, Map.of());

        assertThat(run("plan")).isEqualTo(1);
        assertThat(out.lines())
                .containsExactly(
                        OFFICE + " (" + number + " of " + Twilio.ACCOUNT + ")",
                        "  VoiceUrl: (none) -> " + INCOMING,
                        "  StatusCallback: (none) -> " + STATUS,
                        "  now: VoiceUrl is empty: calls fail at once, and Twilio raises no alert",
                        "1 listed, 1 to change");
        assertThat(posts()).isEmpty();

        assertThat(run("apply", "--yes")).isZero();
        assertThat(out).endsWith("changed: " + OFFICE + "\n");
        assertThat(now(number, "voice_url")).isEqualTo(INCOMING);
        assertThat(now(number, "status_callback")).isEqualTo(STATUS);
        assertThat(posts()).hasSize(1);

        assertThat(run("apply", "--yes")).isZero();
        assertThat(posts()).hasSize(1);
        assertThat(run("plan")).isZero();
        assertThat(out).isEqualTo("1 listed, 0 to change\n");
    }

    @Test
    void eachFieldIsMadeAsWanted() {
        settings.setProperty("twilio.numbers.fallback-url", "https://fallback.example.net/voice.xml");
        String number = account.number(
                OFFICE,
                Map.of(
                        "voice_url", "https://user:secret@old.example.com/twiml?a=b",
                        "voice_method", "GET",
                        "voice_fallback_url", "https://old.example.com/fallback",
                        "status_callback_method", "GET",
                        "voice_application_sid", "AP" + "1".repeat(32)));

        run("plan");
        assertThat(out.lines())
                .containsSubsequence(
                        "  VoiceApplicationSid: AP" + "1".repeat(32) + " -> (none)",
                        "  VoiceUrl: https://…@old.example.com/twiml?a=b -> " + INCOMING,
                        "  VoiceMethod: GET -> POST",
                        "  VoiceFallbackUrl: https://old.example.com/fallback -> https://fallback.example.net/voice.xml",
                        "  StatusCallback: (none) -> " + STATUS,
                        "  StatusCallbackMethod: GET -> POST",
                        "  now: VoiceApplicationSid AP" + "1".repeat(32) + " overrides VoiceUrl",
                        "  now: VoiceMethod is GET: the parameters of calls stay in Twilio's logs",
                        "  now: VoiceFallbackUrl is on the host of VoiceUrl, and fails with it");

        assertThat(run("apply", "--yes")).isZero();
        assertThat(now(number, "voice_application_sid")).isEmpty();
        assertThat(now(number, "voice_method")).isEqualTo("POST");
        assertThat(now(number, "voice_fallback_url")).isEqualTo("https://fallback.example.net/voice.xml");
        assertThat(run("plan")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no\n", "", "y\n", "YES\n"})
    void nothingChangesUnlessYesIsTyped(String typed) {
        account.number(OFFICE, Map.of());
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
            assertThat(run("apply")).isEqualTo(1);
            assertThat(err).isEqualTo("nothing was changed\n");
            assertThat(posts()).isEmpty();
            System.setIn(new ByteArrayInputStream("yes\n".getBytes(StandardCharsets.UTF_8)));
            assertThat(run("apply")).isZero();
            assertThat(posts()).hasSize(1);
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void aNumberThatIsNotListedIsNeverTouched() {
        settings.setProperty("twilio.numbers", OFFICE);
        account.number(OFFICE, Map.of());
        String sales = account.number(SALES, Map.of("voice_url", "https://sales.example.com/"));

        assertThat(run("apply", "--yes")).isZero();

        assertThat(posts()).singleElement().asString().doesNotContain(sales);
        assertThat(run("numbers")).isZero();
        assertThat(out.lines().map(line -> line.replaceAll(" {2,}", " | ")))
                .containsExactly(
                        "ACCOUNT | NUMBER | ANSWERED BY | VERDICT",
                        Twilio.ACCOUNT + " | " + OFFICE + " | " + INCOMING + " | as wanted",
                        Twilio.ACCOUNT + " | " + SALES + " | https://sales.example.com/ | not listed");
    }

    @Test
    void appsDomainsAndTrunksHaveFieldsOfTheirOwn() {
        String app = account.application("phones", Map.of());
        String domain = account.domain("office.sip.twilio.com", Map.of());
        String trunk = account.byocTrunk("carrier", Map.of());
        String number = account.number(OFFICE, Map.of("voice_application_sid", app));
        settings.setProperty("twilio.numbers", String.join(",", OFFICE, app, domain + "=/voice/menu", trunk));

        assertThat(run("apply", "--yes")).isZero();

        assertThat(now(app, "status_callback")).isEqualTo(STATUS);
        assertThat(now(domain, "voice_url")).contains("/voice/menu");
        assertThat(now(domain, "voice_status_callback_url")).isEqualTo(STATUS);
        assertThat(now(trunk, "status_callback_url")).isEqualTo(STATUS);
        // what it names is ours
        assertThat(now(number, "voice_application_sid")).isEqualTo(app);
        assertThat(posts()).hasSize(3);
        assertThat(run("plan")).isZero();
    }

    @Test
    void itStopsAtTheFirstRefusalAndSaysWhatIsDone() {
        settings.setProperty("twilio.numbers", "*");
        account.number(OFFICE, Map.of());
        String sales = account.number(SALES, Map.of());
        account.number("+15558675312", Map.of());
        twilio.fails(RestFault.FORBIDDEN, sales, 1);

        assertThat(run("apply", "--yes")).isEqualTo(1);

        assertThat(out).endsWith("changed: " + OFFICE + "\n");
        assertThat(err.lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith(SALES + ": Twilio answered 403, 20403 Forbidden to POST ")
                .doesNotContain(Twilio.TOKEN);
        assertThat(err).endsWith("1 changed, 2 not: " + SALES + ", +15558675312; run again, apply does the rest\n");
        assertThat(posts()).hasSize(2);
        assertThat(run("apply", "--yes")).isZero();
        assertThat(posts()).hasSize(4);
    }

    @Test
    void everyAccountIsReadWithItsOwnToken() {
        settings.setProperty("twilio.accounts." + OTHER + ".auth-token", "fedcba9876543210fedcba9876543210");
        RestAccount other = twilio.account(OTHER, "fedcba9876543210fedcba9876543210");
        account.number(OFFICE, Map.of());
        String sales = other.number(SALES, Map.of());
        settings.setProperty("twilio.numbers", "*");

        assertThat(run("apply", "--yes")).isZero();

        assertThat(other.get(sales).path("voice_url").asText()).isEqualTo(INCOMING);
    }

    @Test
    void anAccountThatCannotBeReadIsNamedAndNothingIsChanged() {
        settings.setProperty("twilio.accounts." + OTHER + ".auth-token", "fedcba9876543210fedcba9876543210");
        account.number(OFFICE, Map.of());

        assertThat(run("numbers")).isEqualTo(1);
        assertThat(out).contains(OFFICE);
        assertThat(err)
                .startsWith("Twilio answered 401, 20003 Authenticate to GET ")
                .contains(OTHER);
        assertThat(run("apply", "--yes")).isEqualTo(1);
        assertThat(err).endsWith("nothing was changed\n");
        assertThat(posts()).isEmpty();
    }

    @Test
    void aNumberThatNobodyHasIsNamed() {
        account.number(SALES, Map.of());

        assertThat(run("plan")).isEqualTo(1);
        assertThat(err).isEqualTo(OFFICE + " is listed in twilio.numbers, and no account has it\n");
    }

    @Test
    void asManyNumbersAsTwilioHasAreRead() {
        settings.setProperty("twilio.numbers", "*");
        for (int i = 0; i < 1005; i++) {
            account.number("+1555%07d".formatted(i), Map.of());
        }

        run("plan");

        assertThat(out).endsWith("1005 listed, 1005 to change\n");
        assertThat(twilio.requests()).hasSize(2);
    }
}
