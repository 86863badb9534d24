package io.voicewebhooks.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Browser;
import io.voicewebhooks.support.NeedsBrowser;
import io.voicewebhooks.support.Postgres;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances with one log in PostgreSQL: whichever console one looks at, the calls of both are there. */
@NeedsBrowser
class SharedLogPagesIT {
    private static final String CALLER = "+15551230001";
    private static final String OTHER_CALLER = "+15551230002";

    @Test
    void bothConsolesShowTheSameCalls(@TempDir Path dir) throws Exception {
        String log = Postgres.newDatabase();
        try (Office one = Office.in(dir.resolve("one"))
                        .set("voice.sink.calls.url", log)
                        .open();
                Office other = Office.in(dir.resolve("other"))
                        .set("voice.sink.calls.url", log)
                        .open();
                Browser atOne = Browser.at(one.consoleUrl());
                Browser atOther = Browser.at(other.consoleUrl())) {
            String message = one.leavesAMessage(CALLER, Map.of(), 23);
            String later = other.leavesAMessage(OTHER_CALLER, Map.of(), 12);
            one.settles();
            other.settles();
            List<Browser> browsers = List.of(atOne, atOther);

            for (Browser browser : browsers) {
                ConsoleScenario.logIn(browser);
                await().untilAsserted(
                                () -> assertThat(browser.visit("/calls").text()).contains(CALLER, OTHER_CALLER));
                browser.visit("/calls?number=" + OTHER_CALLER);
                assertThat(browser.text()).contains(OTHER_CALLER).doesNotContain(CALLER);
            }
            for (String call : List.of(message, later)) {
                String page = atOne.visit("/calls/" + call).text();
                assertThat(page).contains("recording.archived", "email\ndelivered");
                assertThat(atOther.visit("/calls/" + call).text()).isEqualTo(page);
            }
            for (Browser browser : browsers) {
                assertThat(browser.complaints()).isEmpty();
                assertThat(browser.barriers()).isEmpty();
            }
        }
    }
}
