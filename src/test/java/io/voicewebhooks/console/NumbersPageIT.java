package io.voicewebhooks.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.testkit.Twilio;
import io.voicewebhooks.testkit.rest.RestAccount;
import io.voicewebhooks.testkit.rest.RestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** {@code /numbers} in a browser: somebody has pointed a number elsewhere, and it is pointed back. */
class NumbersPageIT extends ConsoleScenario {
    private static final String NUMBER = "+15558675310";
    private static final String ELSEWHERE = "https://elsewhere.example.com/\"><script>document.title='owned'</script>";

    private final RestServer twilio = RestServer.start();
    private final RestAccount account = twilio.account(Twilio.ACCOUNT, Twilio.TOKEN);
    private String number;

    @Override
    void prepare() {
        office.set("twilio.api-url", twilio.url()).set("twilio.numbers", NUMBER).open();
        number = account.number(
                NUMBER, Map.of("status_callback", office.application().url() + "/voice/status#rc=5&rp=5xx,ct,rt"));
        account.changeInConsole(number, "voice_url", ELSEWHERE);
    }

    @AfterAll
    void stop() {
        twilio.close();
    }

    @Test
    void whatSomebodyChangedIsSeenAndThatItIsPutRight() throws IOException {
        await().until(() -> browser.visit("/").named("Numbers").isDisplayed()
                && browser.visit("/numbers").text().contains("differs"));
        for (boolean dark : List.of(true, false)) {
            browser.prefersDark(dark).visit("/numbers");
            browser.photograph(
                    Path.of("target", "screenshots", dark ? "numbers-differ-dark.png" : "numbers-differ-light.png"));
            assertThat(browser.barriers()).isEmpty();
        }
        assertThat(browser.text())
                .contains(
                        NUMBER,
                        "VoiceUrl: " + ELSEWHERE + " -> " + office.application().url(),
                        "changed by user US");
        assertThat(browser.title()).doesNotContain("owned");

        account.changeInConsole(number, "voice_url", office.application().url() + "/voice/incoming#rc=5&rp=5xx,ct,rt");
        browser.named("Ask Twilio now").click();

        await().until(() -> browser.text().contains("as wanted"));
        nothingWasOdd();
    }
}
