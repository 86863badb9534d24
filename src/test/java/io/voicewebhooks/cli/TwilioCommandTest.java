package io.voicewebhooks.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.testkit.Twilio;
import io.voicewebhooks.testkit.rest.RestAccount;
import io.voicewebhooks.testkit.rest.RestFault;
import io.voicewebhooks.testkit.rest.RestServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands, against Twilio's REST API as its documentation tells it. */
class TwilioCommandTest {
    private static final String OFFICE = "+15558675310";
    private static final String SALES = "+15558675311";
    private static final String INCOMING = "https://voice.example.com/voice/incoming#rc=5&rp=5xx,ct,rt";
    private static final String STATUS = "https://voice.example.com/voice/status#rc=5&rp=5xx,ct,rt";
    private static final String OTHER = "AC" + "5".repeat(32);

    private final Properties settings = new Properties();
    private RestServer twilio;
    private RestAccount account;
    private String out;
    private String err;

    @BeforeEach
    void start() {
        twilio = RestServer.start();
        account = twilio.account(Twilio.ACCOUNT, Twilio.TOKEN);
        settings.setProperty("twilio.account-sid", Twilio.ACCOUNT);
        settings.setProperty("twilio.auth-token", Twilio.TOKEN);
        settings.setProperty("twilio.api-url", twilio.url());
        settings.setProperty("voice.public-url", Twilio.PUBLIC_URL);
        settings.setProperty("twilio.numbers", OFFICE);
    }

    @AfterEach
    void stop() {
        twilio.close();
    }

    private int run(String... args) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getPropertiesComponent().setInitialProperties(settings);
            Terminal terminal = new Terminal(
                    new PrintStream(printed, true, StandardCharsets.UTF_8),
                    new PrintStream(complained, true, StandardCharsets.UTF_8),
                    () -> context,
                    name -> null);
            String[] all = new String[args.length + 1];
            all[0] = "twilio";
            System.arraycopy(args, 0, all, 1, args.length);
            return Commands.run(terminal, all);
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            out = printed.toString(StandardCharsets.UTF_8);
            err = complained.toString(StandardCharsets.UTF_8);
        }
    }

    private List<String> posts() {
        return twilio.requests().stream()
                .filter(each -> each.startsWith("POST"))
                .toList();
    }

    private String now(String number, String field) {
        return account.get(number).path(field).asText();
    }

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

    @ParameterizedTest
    @CsvSource({
        "'*', 3",
        "'+1555*', 2",
        "'+15558675310, +445550000001', 2",
        "'+15558675310, +15558675310*', 1",
        "'+49*', 0",
    })
    void aPatternListsWhatItFits(String numbers, int listed) {
        settings.setProperty("twilio.numbers", numbers);
        account.number(OFFICE, Map.of());
        account.number(SALES, Map.of());
        account.number("+445550000001", Map.of());

        run("plan");

        assertThat(out).endsWith(listed + " listed, " + listed + " to change\n");
    }

    @Test
    void aPatternTakesNoNumberOffATrunkAndItsNameDoes() {
        String number = account.number(OFFICE, Map.of("trunk_sid", "TK" + "3".repeat(32)));
        settings.setProperty("twilio.numbers", "*");
        assertThat(run("plan")).isZero();

        settings.setProperty("twilio.numbers", OFFICE);
        assertThat(run("apply", "--yes")).isZero();
        assertThat(now(number, "trunk_sid")).isEmpty();
    }

    @Test
    void anotherFlowIsNamedBehindTheNumber() {
        settings.setProperty("twilio.numbers", SALES + " = /voice/menu, *");
        account.number(OFFICE, Map.of());
        String sales = account.number(SALES, Map.of());

        assertThat(run("apply", "--yes")).isZero();

        assertThat(now(sales, "voice_url")).isEqualTo("https://voice.example.com/voice/menu#rc=5&rp=5xx,ct,rt");
    }

    @Test
    void aPathThatNoRouteListensOnIsNotApplied() {
        settings.setProperty("twilio.numbers", OFFICE + " = /voice/menue");
        account.number(OFFICE, Map.of());

        assertThat(run("plan")).isEqualTo(1);
        assertThat(err).contains("twilio.numbers names /voice/menue, and no route here listens there");
        assertThat(run("apply", "--yes")).isEqualTo(1);

        assertThat(err).endsWith("nothing was changed\n");
        assertThat(posts()).isEmpty();
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

    @ParameterizedTest
    @ValueSource(strings = {"5558675310", "+0555", "office", "+1555=voice", "PN0123", "+1555#rc=1"})
    void whatIsNoNumberIsRefused(String numbers) {
        settings.setProperty("twilio.numbers", numbers);

        assertThat(run("plan")).isEqualTo(1);
        assertThat(err).contains("twilio.numbers = " + numbers).contains("allowed: numbers in E.164");
        assertThat(twilio.requests()).isEmpty();
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

    @Test
    void secondPublicUrlsAreAsGood() {
        settings.setProperty("voice.public-url", Twilio.PUBLIC_URL + ", https://second.example.com/a");
        account.number(
                OFFICE,
                Map.of(
                        "voice_url",
                        "https://second.example.com/a/voice/incoming#rc=5&rp=5xx,ct,rt",
                        "status_callback",
                        STATUS));

        assertThat(run("plan")).isZero();
    }
}
