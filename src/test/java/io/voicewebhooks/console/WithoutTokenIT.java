package io.voicewebhooks.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What somebody at the machine may who has no token, since none is configured: read, with numbers masked. */
class WithoutTokenIT extends ConsoleScenario {
    private static final String CALLER = "+15551230098";

    private String call;

    @Override
    void prepare() {
        office.withoutToken().open();
        office.http().answers(post -> post.type().equals("recording.archived") ? 422 : 204);
        call = office.leavesAMessage(CALLER, Map.of("CallerName", "Ada Lindqvist"), 3);
        office.settles();
        await().until(() -> office.application().deadLetters().size() == 1);
    }

    List<String> pages() {
        return List.of("/", "/calls", "/calls/" + call, "/live", "/deliveries", "/deliveries?show=dead", "/sinks");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everythingIsMaskedAndNothingCanBeDone(String page) {
        browser.visit(page);
        browser.all("details:not([open]) > summary").forEach(summary -> summary.click());

        assertThat(browser.one("main").getText()).contains("Read only").doesNotContain("5551230098", "8675310");
        assertThat(browser.evaluate("return document.documentElement.outerHTML").toString())
                .doesNotContain("5551230098", "8675310");
        assertThat(browser.all(
                        "audio, form[method=post], a[href$=pause], a[href*=drop], a[href*=redrive], a[href$=csv]"))
                .isEmpty();
        nothingWasOdd();
    }

    @Test
    void theLastFourDigitsAreThere() {
        assertThat(browser.visit("/calls").text()).contains("…0098");
    }

    @Test
    void whoeverLogsInIsToldWhatToConfigure() {
        browser.visit("/login");

        assertThat(browser.all("input")).isEmpty();
        assertThat(browser.text()).contains("voice.management.token");
    }

    @Test
    void whoWatchesKnowsThatTheLineIsLostAndMissesNothing() {
        browser.visit("/live");
        awaitState("live");
        String before = office.leavesAMessage(CALLER, Map.of(), 2);
        await().until(() -> browser.text().contains(before));

        office.shut();
        awaitState("lost");
        office.open();
        String after = office.leavesAMessage(CALLER, Map.of(), 2);

        awaitState("live");
        await().untilAsserted(() -> assertThat(browser.text()).contains(before, after));
        assertThat(browser.one("#live-gap").isDisplayed()).isFalse();
    }

    private void awaitState(String state) {
        await().untilAsserted(
                        () -> assertThat(browser.one("#live-state").getText().toLowerCase(Locale.ROOT))
                                .startsWith(state));
    }
}
