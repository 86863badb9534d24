package io.voicewebhooks.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The picture of the routes as somebody uses it. */
class RoutesPageIT extends ConsoleScenario {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Override
    void prepare() {
        office.open().leavesAMessage("+15551230001", Map.of(), 2);
        office.settles();
    }

    @BeforeEach
    void visit() {
        browser.visit("/routes");
    }

    @Test
    void figuresMoveAndNeitherThePlaceNorTheFocusIsLost() {
        int before = Integer.parseInt(browser.one("#c-route-voicemail").getText());
        WebElement step = browser.one("a[href^='#s']");
        browser.evaluate("document.querySelector('.map').scrollTo(120, 90); arguments[0].focus()", step);
        browser.evaluate("window.scrollTo(0, 200)");

        office.leavesAMessage("+15551230002", Map.of(), 2);

        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(browser.one("#c-route-voicemail").getText()).isEqualTo(String.valueOf(before + 1));
            assertThat(browser.one("#rc-route-voicemail").getText()).isEqualTo(String.valueOf(before + 1));
        });
        assertThat(browser.evaluate("return document.activeElement === arguments[0]", step))
                .isEqualTo(true);
        assertThat(browser.evaluate(
                        "return [document.querySelector('.map').scrollLeft, Math.round(window.scrollY)].join()"))
                .isEqualTo("120,200");
        nothingWasOdd();
    }

    @Test
    void aStepShowsItsFileAndLineByMouseAndByKeyboard() {
        String target = browser.one("a[href^='#s']").getDomAttribute("href").substring(1);
        browser.one("a[href='#" + target + "']").click();
        assertShown(target);

        browser.visit("/routes");
        WebElement focus = browser.tab();
        while (!("#" + target).equals(focus.getDomAttribute("href"))) {
            focus = browser.tab();
        }
        browser.presses(Keys.ENTER);
        assertShown(target);
    }

    private void assertShown(String target) {
        assertThat(browser.path()).isEqualTo("/routes#" + target);
        WebElement row = browser.one("tr:target");
        assertThat(row.getText()).contains("twilioSignature").containsPattern("incoming-call\\.camel\\.yaml:\\d+");
        assertThat(browser.evaluate(
                        "const at = arguments[0].getBoundingClientRect(); return at.top >= 0 && at.bottom <= innerHeight",
                        row))
                .isEqualTo(true);
    }
}
