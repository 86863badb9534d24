package io.voicewebhooks.dev.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Browser;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the page looks, wide and narrow, light and dark, and to whom it is of use. */
class PhonePageIT extends PhoneScenario {
    private static final long HEAVIEST = 60_000;

    /** What does not go on by itself. */
    private void isForEverybody(String name) {
        for (boolean narrow : List.of(true, false)) {
            for (boolean dark : List.of(true, false)) {
                isForEverybody(name, narrow, dark);
            }
        }
    }

    private void isForEverybody(String name, boolean narrow, boolean dark) {
        browser.isWide(narrow ? 400 : 1200, 900).prefersDark(dark);
        String picture = "phone-" + name + (narrow ? "-narrow" : "") + (dark ? "-dark" : "-light") + ".png";
        browser.photograph(PICTURES.resolve(picture));
        assertThat(browser.barriers()).as(picture).isEmpty();
        assertThat(browser.evaluate("return document.documentElement.scrollWidth > innerWidth"))
                .as(picture)
                .isEqualTo(false);
    }

    @Test
    void isForEverybodyInLightAndDark() {
        await().until(() -> browser.one("#phone-state").getText().equals("ready"));
        isForEverybody("idle");
        calls("+15551230001", MENU_NUMBER);
        waitsFor(CALLER, "gather");
        isForEverybody("menu", false, false);
        does(CALLER, "hangUp");
        ends("completed");
        isForEverybody("over");
        calls("+15551230002", NUMBER);
        waitsFor(DESK, "ring");
        isForEverybody("rings", false, true);
        at(DESK, "[data-refuse='BUSY']").click();
        at(MOBILE, "[data-refuse='NO_ANSWER']").click();
        waitsFor(CALLER, "record");
        isForEverybody("recording");
        does(CALLER, "hangUp");
        ends("completed");
        nothingWasOdd();
    }

    @Test
    void aTelephoneThatRingsIsInSight() {
        for (int width : List.of(1300, 1000, 400)) {
            browser.isWide(width, 900).visit("/phone");
            calls("+15551230003", NUMBER);
            waitsFor(DESK, "ring");
            waitsFor(MOBILE, "ring");
            browser.photograph(PICTURES.resolve("phone-rings-" + width + ".png"));
            await(width + " px").until(() -> isInSight(DESK) && (width < 1300 || isInSight(CALLER)));
            does(CALLER, "hangUp");
            ends("no-answer");
        }
    }

    private boolean isInSight(String who) {
        return browser.evaluate(
                        "const box = arguments[0].getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight;",
                        at(who, who.equals(CALLER) ? "[data-do=hangUp]" : "[data-do=answer]"))
                .equals(true);
    }

    @Test
    void weighsLittle() {
        browser.requests();
        browser.forgetsFiles().visit("/phone");
        await().until(() -> browser.one("#phone-state").getText().equals("ready"));

        long weight =
                browser.requests().stream().mapToLong(Browser.Request::bytes).sum();
        assertThat(weight).isBetween(1_000L, HEAVIEST);
    }

    @Test
    void withoutScriptsItSaysWhatItNeeds() {
        browser.runsScripts(false).visit("/phone");
        try {
            assertThat(browser.text()).contains("The telephone needs JavaScript");
        } finally {
            browser.runsScripts(true);
        }
    }
}
