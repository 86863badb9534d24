package io.voicewebhooks.dev.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** What a person does at the telephone: keys, words, several calls, those who are called. */
class PhoneCallsIT extends PhoneScenario {
    @Test
    void aMenuTakesKeys() {
        calls("+15551230001", MENU_NUMBER);
        hears(CALLER, "For our hours press 2");
        presses(CALLER, "2");
        hears(CALLER, "hours");
        await().untilAsserted(() -> assertThat(conversation())
                .contains("POST /voice/incoming", "POST /voice/menu-choice", "presses 2", "by menu-choice")
                .contains("routes/twiml/menu-hours.xml"));
        does(CALLER, "hangUp");

        ends("completed");
        nothingWasOdd();
    }

    @Test
    void aMenuTakesWords() {
        calls("+15551230001", MENU_NUMBER);
        await().until(() ->
                at(CALLER, ".hint").getText().startsWith("Listens for keys (1 of them, # ends them) and words"));
        at(CALLER, "[name=words]").sendKeys("a message, please", Keys.ENTER);

        hears(CALLER, "leave a message after the tone");
        does(CALLER, "hangUp");
        ends("completed");
    }

    @Test
    void theVerbThatRunsIsMarked() {
        calls("+15551230001", MENU_NUMBER);
        hears(CALLER, "For our hours press 2");
        await().until(() -> running().startsWith("<Say"));
        waitsFor(CALLER, "gather");
        await().until(() -> running().startsWith("<Gather"));
        does(CALLER, "hangUp");
        ends("completed");

        assertThat(browser.all(".desk:not([hidden]) .runs")).isEmpty();
    }

    private String running() {
        List<WebElement> marks = browser.all(".desk:not([hidden]) .runs");
        return marks.isEmpty() ? "" : marks.get(0).getText();
    }

    @Test
    void twoCallsGoOnSideBySide() {
        calls("+15551230001", MENU_NUMBER);
        calls("+15551230002", NUMBER);
        waitsFor(DESK, "ring");
        turnTo("+15551230001");
        hears(CALLER, "For our hours press 2");
        presses(CALLER, "2");
        hears(CALLER, "hours");
        turnTo("+15551230002");
        waitsFor(DESK, "ring");
        at(DESK, "[data-refuse='BUSY']").click();
        at(MOBILE, "[data-refuse='NO_ANSWER']").click();
        hears(CALLER, "leave a message after the tone");
        does(CALLER, "hangUp");
        ends("completed");
        turnTo("+15551230001");
        assertThat(conversation()).contains("presses 2").doesNotContain(DESK);
        does(CALLER, "hangUp");
        ends("completed");
    }

    private void turnTo(String from) {
        browser.all("#phone-calls button").stream()
                .filter(tab -> tab.getText().contains(from))
                .findFirst()
                .orElseThrow()
                .click();
    }

    @Test
    void whoIsCalledAnswersAndTakesTheCallByAKey() {
        calls("+15551230003", NUMBER);
        waitsFor(DESK, "ring");
        hears(MOBILE, "+15551230003 calls");
        at(DESK, "[data-refuse='BUSY']").click();
        await().until(() -> at(DESK, ".state").getText().equals("busy"));
        does(MOBILE, "answer");
        hears(MOBILE, "Press 1 to take it");
        presses(MOBILE, "1");
        waitsFor(CALLER, "talk");
        hears(CALLER, "talks with " + MOBILE);
        does(MOBILE, "hangUp");

        ends("completed");
        assertThat(at(MOBILE, ".state").getText()).isEqualTo("completed");
        assertThat(conversation()).contains(DESK + " is done: busy", MOBILE + " answers");
    }

    @Test
    void everyThingCanBeDoneWithTheKeyboardAlone() {
        browser.evaluate("document.querySelector('#phone-form [name=to]').focus()");
        browser.presses(Keys.chord(Keys.CONTROL, "a"), MENU_NUMBER, Keys.ENTER);
        hears(CALLER, "For our hours press 2");
        browser.presses("2");
        hears(CALLER, "hours");
        tabTo("Hang up");
        browser.presses(Keys.ENTER);
        ends("completed");
        tabTo("Again");
        browser.presses(Keys.SPACE);

        await().untilAsserted(() -> assertThat(conversation()).contains("presses 2"));
    }

    private void tabTo(String button) {
        for (int i = 0; i < 60; i++) {
            WebElement focus = browser.tab();
            if (focus.getText().equals(button)) {
                assertThat(focus.getCssValue("outline-style")).isNotEqualTo("none");
                return;
            }
        }
        throw new AssertionError("the tabulator does not come to " + button);
    }

    @Test
    void aCallIsRepeatedAndSavedAsATest() throws Exception {
        calls("+15551230004", MENU_NUMBER);
        hears(CALLER, "For our hours press 2");
        presses(CALLER, "2");
        hears(CALLER, "hours");
        does(CALLER, "hangUp");
        ends("completed");
        String text = browser.evaluate("return fetch(document.querySelector('.desk:not([hidden]) a[download]').href)"
                        + ".then(answer => answer.text())")
                .toString();
        assertThat(text).contains("TwilioPhone", "\"2\"");

        browser.one(".desk:not([hidden]) .talk button").click();
        await().untilAsserted(() -> assertThat(conversation()).contains("presses 2"));
        ends("completed");
    }

    @Test
    void whatIsWrongInTheFormIsNamed() {
        browser.fill("from", "+1 555").named("Call").click();

        await().until(() -> browser.one("#phone-error").getText().startsWith("from is \"+1 555\""));
        browser.fill("from", "+15551230005")
                .fill("to", MENU_NUMBER)
                .one("#phone-form summary")
                .click();
        browser.fill("parameters", "CallerName").named("Call").click();
        await().until(() -> browser.one("#phone-error").getText().contains("name=value"));
        browser.fill("parameters", "CallerName=<b>Ada</b>").named("Call").click();
        await().until(() -> conversation().contains("parameters"));
        browser.one(".desk:not([hidden]) .talk summary").click();
        assertThat(conversation()).contains("<b>Ada</b>");
        does(CALLER, "hangUp");
        ends("completed");
    }
}
