package io.voicewebhooks.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.testkit.Twilio;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code twilio.numbers} may say, and what it means. */
class TwilioNumbersWantedTest extends TwilioCommandScenario {
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

    /** Whatever a route listens for is served: a path with a name in it, the beginning of one, and one with a query. */
    @ParameterizedTest
    @CsvSource({"/voice/branch/berlin", "/voice/old/number", "/voice/menu?context.language=de-DE"})
    void aPathThatARouteServesInAnotherWordIsApplied(String path, @TempDir Path dir) throws Exception {
        Path routes = Files.writeString(dir.resolve("more.camel.yaml"), """
                - route:
                    id: branch
                    routeConfigurationId: incoming
                    from:
                      uri: platform-http:/voice/branch/{name}
                      steps:
                        - process: {ref: twilioSignature}
                        - to: direct:menu
                - route:
                    id: old
                    routeConfigurationId: incoming
                    from:
                      uri: platform-http:/voice/old
                      parameters:
                        matchOnUriPrefix: true
                      steps:
                        - process: {ref: twilioSignature}
                        - to: direct:menu
                """);
        String number = account.number(OFFICE, Map.of());
        settings.setProperty("twilio.numbers", OFFICE + " = " + path);
        System.setProperty("camel.main.routesIncludePattern", "file:routes/*,file:" + routes);
        try {
            assertThat(run("apply", "--yes")).as(err).isZero();
        } finally {
            System.clearProperty("camel.main.routesIncludePattern");
        }

        assertThat(now(number, "voice_url")).isEqualTo(Twilio.PUBLIC_URL + path + "#rc=5&rp=5xx,ct,rt");
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
