package io.voicewebhooks.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Browser;
import io.voicewebhooks.support.NeedsBrowser;
import io.voicewebhooks.support.Operator;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** An office and the browser of its operator, who has logged in where that can be. The tests of a class share both. */
@NeedsBrowser
@TestInstance(Lifecycle.PER_CLASS)
abstract class ConsoleScenario {
    Office office;
    Browser browser;

    @BeforeAll
    void begin(@TempDir Path dir) throws IOException {
        office = Office.in(dir);
        browser = Browser.at(office.consoleUrl());
        prepare();
        if (office.hasToken()) {
            logIn(browser);
        }
    }

    /** Opens the office, and lets happen what the tests look at. */
    abstract void prepare() throws IOException;

    @BeforeEach
    void nothingWasOddYet() {
        browser.complaints();
        browser.requests();
    }

    @AfterAll
    void end() throws IOException {
        if (browser != null) {
            browser.close();
        }
        office.close();
    }

    static void logIn(Browser browser) {
        browser.visit("/login").fill("token", Operator.TOKEN).named("Log in").click();
        await().until(() -> !browser.path().startsWith("/login"));
    }

    /** Nothing was refused, nothing failed, and nothing was asked of anybody else. */
    void nothingWasOdd() {
        assertThat(browser.complaints()).as(browser.path()).isEmpty();
        String host = URI.create(office.consoleUrl()).getAuthority();
        List<URI> asked = browser.requests().stream()
                .map(Browser.Request::uri)
                .filter(uri -> uri.getScheme().startsWith("http"))
                .toList();
        assertThat(asked).as(browser.path()).allSatisfy(uri -> assertThat(uri).hasAuthority(host));
    }
}
