package io.voicewebhooks.dev.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Files that are saved while somebody is on the telephone. */
class PhoneEditsIT extends PhoneScenario {
    private static final String HOURS = "twiml/menu-hours.xml";

    @Test
    void aTemplateThatIsBrokenIsNamedAndTheCallGoesOn() throws IOException {
        calls("+15551230001", MENU_NUMBER);
        hears(CALLER, "For our hours press 2");
        routes.edit(HOURS, file -> file.replace("</Response>", "</Respons>"));

        await().until(() -> browser.one("#phone-problems").getText().contains("routes/" + HOURS + ":"));
        browser.prefersDark(false).photograph(PICTURES.resolve("phone-problem-light.png"));
        assertThat(browser.barriers()).isEmpty();
        // whoever loads the page again is still on the telephone
        browser.visit("/phone");
        await().until(() -> browser.one("#phone-problems").getText().contains("routes/" + HOURS + ":"));
        assertThat(browser.all("main > .notice.bad, #phone-problems .notice")).hasSize(1);
        hears(CALLER, "press 2");
        presses(CALLER, "2");
        hears(CALLER, "hours");

        routes.edit(HOURS, file -> file.replace("</Respons>", "</Response>")
                .replaceFirst("(<Say[^>]*>)[^<]*", "$1We moved to the third floor."));
        await().until(() -> browser.one("#phone-problems").getText().isEmpty());
        ready();
        presses(CALLER, "2");
        hears(CALLER, "We moved to the third floor.");
        does(CALLER, "hangUp");
        ends("completed");
    }

    @Test
    void whatIsSavedDuringACallIsHeardInItsNextAnswer() throws IOException {
        calls("+15551230002", MENU_NUMBER);
        hears(CALLER, "For our hours press 2");
        routes.edit("twiml/voicemail.xml", file -> file.replace("after the tone", "when you are ready"));
        // before the application has started anew: the request waits for it
        presses(CALLER, "1");

        await().until(() -> at(CALLER, ".caption").getText().contains("leave a message"));
        does(CALLER, "hangUp");
        ends("completed");
        ready();
        calls("+15551230003", MENU_NUMBER);
        hears(CALLER, "For our hours press 2");
        presses(CALLER, "1");
        hears(CALLER, "leave a message when you are ready");
        does(CALLER, "hangUp");
        ends("completed");
    }

    private void ready() {
        await().until(() -> browser.one("#phone-state").getText().equals("ready"));
    }
}
