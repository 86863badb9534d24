package io.voicewebhooks.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.testkit.Twilio;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** What scripts add to pages that can be read without them. */
class ConsoleScriptsIT extends ConsoleScenario {
    private static final ZoneId FAR_AWAY = ZoneId.of("Asia/Kathmandu");

    private final String call = Twilio.callSid();

    @Override
    void prepare() {
        office.open();
        office.twilio().post("/voice/incoming", Twilio.call(call));
    }

    /** An event of a call of its own, which it returns. */
    private String callEnds(String status) {
        String other = Twilio.callSid();
        office.twilio().post("/voice/status", Twilio.status(other, status));
        return other;
    }

    @Test
    void timesAreThoseOfTheReadersZoneAndTheExactOneIsAtHand() {
        browser.isIn(FAR_AWAY);
        await().until(() -> !browser.visit("/calls").all("tbody time").isEmpty());

        WebElement time = browser.one("tbody time[data-local]");
        Instant exact = Instant.parse(time.getDomAttribute("title"));
        assertThat(time.getText())
                .endsWith(DateTimeFormatter.ofPattern("HH:mm:ss")
                        .withZone(FAR_AWAY)
                        .format(exact));
        assertThat(browser.one("footer").getText()).contains("times in Asia/");
        nothingWasOdd();
    }

    @Test
    void aRequestIsCopiedAsCurl() {
        await().until(() -> browser.visit("/calls/" + call).text().contains("→ 200 in"));
        browser.one(".timeline summary").click();
        browser.named("Copy as curl").click();
        browser.named("Copied");

        browser.visit("/calls").one("[name=number]").sendKeys(Keys.chord(Keys.CONTROL, "v"));
        assertThat(browser.one("[name=number]").getDomProperty("value"))
                .startsWith("curl 'http://127.0.0.1:")
                .contains("/voice/incoming'", "-d 'CallSid=" + call + "'");
        nothingWasOdd();
    }

    @Test
    void theLivePageShowsWhatTheFilterLetsThrough() {
        isLive();
        browser.one("#live-filter").sendKeys("call.busy");
        String failed = callEnds("failed");
        String busy = callEnds("busy");

        await().until(() -> browser.text().contains(busy));
        assertThat(browser.text()).doesNotContain(failed);
        browser.one("#live-filter").sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
        await().until(() -> browser.text().contains(failed));
        nothingWasOdd();
    }

    @Test
    void theLivePageWaitsWhileItIsPaused() {
        isLive();
        browser.named("Pause").click();
        String held = callEnds("busy");

        browser.named("Go on (1 wait)");
        assertThat(browser.text()).doesNotContain(held);
        browser.named("Go on (1 wait)").click();
        await().until(() -> browser.text().contains(held));
        browser.named("Pause");
        nothingWasOdd();
    }

    private void isLive() {
        browser.visit("/live");
        await().until(() -> browser.one("#live-state").getText().equals("live"));
    }
}
