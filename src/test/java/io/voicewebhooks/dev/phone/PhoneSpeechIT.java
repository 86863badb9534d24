package io.voicewebhooks.dev.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Browser;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Captions go on whatever the browser's speech does; here it does what a test wants. */
class PhoneSpeechIT extends PhoneScenario {
    /** Notes what it is to say, and ends each text, breaks it off, or does nothing. */
    private static final String SPEECH = """
            window.speech = "ends";
            window.uttered = [];
            let current;
            const later = (words, does) => setTimeout(() => { if (current === words) does(words); });
            Object.defineProperty(window, "speechSynthesis", { value: {
              getVoices: () => [],
              cancel: () => { current = undefined; },
              speak: (words) => {
                current = words;
                window.uttered.push(`${words.lang}: ${words.text}`);
                if (window.speech === "fails") later(words, () => words.onerror({ error: "not-allowed" }));
                if (window.speech === "ends" || window.speech === "hangs") later(words, () => words.onstart());
                if (window.speech === "ends") later(words, () => words.onend());
              },
            }});
            """;

    /** Stands in for the browser's recognition, which asks its maker's servers: understands what a test wants. */
    private static final String RECOGNITION = """
            window.SpeechRecognition = class {
              start() {
                window.recognized = this.lang;
                if (window.spoken) this.onresult({ results: [[{ transcript: window.spoken }]] });
                else this.onerror({ error: "network" });
              }
              abort() {}
            };
            """;

    @BeforeAll
    void speak() {
        browser.prepares(SPEECH).prepares(RECOGNITION);
    }

    private List<?> uttered() {
        return (List<?>) browser.evaluate("return window.uttered");
    }

    private void callsTheMenu(String speech) {
        browser.evaluate("window.speech = arguments[0]", speech);
        calls("+15551230001", MENU_NUMBER);
        waitsFor(CALLER, "gather");
    }

    @Test
    void whatIsHeardIsSpokenBySentences() {
        callsTheMenu("ends");

        assertThat(uttered())
                .asString()
                .contains("en-US: To leave a message press 1 or say message.", "en-US: For our");
        assertThat(at(CALLER, ".caption").getText()).contains("To leave a message press 1", "For our hours press 2");
        assertThat(browser.one("#phone-said").getText()).doesNotContain("does not speak");
        does(CALLER, "hangUp");
        ends("completed");
    }

    @Test
    void speechThatIsRefusedIsNotTriedAgain() {
        callsTheMenu("fails");

        assertThat(browser.one("#phone-said").getText()).contains("does not speak (not-allowed)");
        assertThat(uttered()).hasSize(1);
        does(CALLER, "hangUp");
        ends("completed");
    }

    @Test
    void speechThatDoesNotBeginOrEndHoldsNobody() {
        callsTheMenu("nothing");
        assertThat(browser.one("#phone-said").getText()).contains("it does not begin");
        does(CALLER, "hangUp");
        ends("completed");

        browser.visit("/phone");
        callsTheMenu("hangs");
        assertThat(browser.one("#phone-said").getText()).contains("it does not end");
        does(CALLER, "hangUp");
        ends("completed");
    }

    @Test
    void whoMutesItReads() {
        browser.one("#phone-mute").click();
        callsTheMenu("ends");

        assertThat(uttered()).isEmpty();
        assertThat(browser.one("#phone-mute").getDomAttribute("aria-pressed")).isEqualTo("true");
        does(CALLER, "hangUp");
        ends("completed");
    }

    @Test
    void whatTheBrowserUnderstandsIsSaid() {
        callsTheMenu("ends");
        does(CALLER, "dictate");
        await().until(() -> at(CALLER, ".hint").getText().contains("does not understand speech (network)"));
        assertThat(browser.evaluate("return window.recognized")).isEqualTo("en-US");
        browser.evaluate("window.spoken = 'your hours, please'");
        does(CALLER, "dictate");

        hears(CALLER, "Monday to Friday");
        await().untilAsserted(() -> assertThat(conversation()).contains("says \"your hours, please\""));
        does(CALLER, "hangUp");
        ends("completed");
    }

    @Test
    void aBrowserWithoutSpeechSaysSo() {
        try (Browser other = open("--mute-audio")) {
            other.prepares("delete window.speechSynthesis").visit("/phone");

            await().until(() -> other.one("#phone-said").getText().contains("does not speak (it has none)"));
        }
    }
}
