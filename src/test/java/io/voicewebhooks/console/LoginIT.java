package io.voicewebhooks.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Browser;
import io.voicewebhooks.support.Operator;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Who opens the console with a browser, and how that ends. */
class LoginIT extends ConsoleScenario {
    @Override
    void prepare() {
        office.open();
    }

    @Test
    void aWrongTokenIsSaidAndTheRightOneLeadsToThePageThatWasWanted() {
        try (Browser other = Browser.at(office.consoleUrl())) {
            other.visit("/?from=mail");
            assertThat(other.path()).startsWith("/login");
            assertThat(other.barriers()).isEmpty();

            other.fill("token", "open-barley").presses(Keys.ENTER);
            assertThat(other.one("[role=alert]").getText()).isEqualTo("This is not the token.");
            assertThat(other.text()).doesNotContain("open-barley");

            other.fill("token", Operator.TOKEN).presses(Keys.ENTER);
            await().until(() -> other.path().equals("/?from=mail"));
            assertThat(other.evaluate("return document.cookie")).isEqualTo("");
        }
    }

    @Test
    void whoLogsOutIsOutAndNobodyElse() {
        try (Browser other = Browser.at(office.consoleUrl())) {
            logIn(other);
            other.named("Log out").click();
            await().until(() -> other.path().equals("/login"));
            other.visit("/");
            assertThat(other.path()).startsWith("/login");

            browser.visit("/");
            assertThat(browser.path()).isEqualTo("/");
            nothingWasOdd();
        }
    }

    @Test
    void afterARestartTheLivePageLeadsToTheLoginAndBack() {
        try (Browser other = Browser.at(office.consoleUrl())) {
            logIn(other);
            other.visit("/live");
            await().until(() -> other.one("#live-state").getText().equals("live"));
            office.shut();
            office.open();
            logIn(browser);

            await().until(() -> other.one("#live-state").getText().equals("logged out"));
            other.one("#live-gap a").click();
            other.fill("token", Operator.TOKEN).presses(Keys.ENTER);

            await().until(() -> other.path().equals("/live"));
            await().until(() -> other.one("#live-state").getText().equals("live"));
        }
    }
}
