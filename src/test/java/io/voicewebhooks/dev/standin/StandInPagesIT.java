package io.voicewebhooks.dev.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.dev.Desk;
import io.voicewebhooks.support.Browser;
import io.voicewebhooks.support.NeedsBrowser;
import io.voicewebhooks.support.Operator;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages of the stand-ins in a browser, after a message of somebody with a hostile name. */
@NeedsBrowser
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StandInPagesIT {
    private static final Path PICTURES = Path.of("target", "screenshots");

    private Desk desk;
    private Browser browser;

    @BeforeAll
    void leaveAMessage(@TempDir Path dir) throws Exception {
        desk = new Desk(dir);
        desk.leavesAMessage(Map.of("CallerName", "<img src=x onerror=alert(1)>"));
        await().until(() -> desk.mails().size() == 1
                && desk.posts().stream().anyMatch(post -> post.body().contains("recording.archived")));
        browser = Browser.at(desk.application().managementUrl());
        browser.visit("/login").fill("token", Operator.TOKEN).named("Log in").click();
        await().until(() -> !browser.path().startsWith("/login"));
        browser.complaints();
    }

    @AfterAll
    void close() throws Exception {
        browser.close();
        desk.close();
    }

    @Order(1)
    @ParameterizedTest
    @CsvSource({"emails", "objects", "posts"})
    void isForEverybodyInLightAndDark(String page) throws Exception {
        for (boolean dark : List.of(true, false)) {
            browser.prefersDark(dark).visit("/" + page);
            browser.photograph(PICTURES.resolve("dev-" + page + (dark ? "-dark.png" : "-light.png")));
            assertThat(browser.barriers()).isEmpty();
        }
        assertThat(browser.complaints()).isEmpty();
    }

    @Order(1)
    @ParameterizedTest
    @CsvSource({"emails", "objects"})
    void aMessageIsHeard(String page) {
        browser.visit("/" + page);
        browser.evaluate("const audio = document.querySelector('audio'); audio.muted = true; audio.play();");
        await().until(() -> number("readyState") >= 2 && number("duration") > 2);
        await().until(() -> number("currentTime") > 0.1);
        assertThat(browser.complaints()).isEmpty();
    }

    private double number(String property) {
        Object value = browser.evaluate("return document.querySelector('audio')." + property);
        return value instanceof Number number ? number.doubleValue() : 0;
    }

    @Order(1)
    @Test
    void anEventIsReadByAClickOnItsKey() throws Exception {
        browser.visit("/objects");
        browser.evaluate("document.querySelector('a[href*=\"events%2F\"]').click()");
        await().until(() -> browser.path().startsWith("/objects/content"));
        assertThat(browser.one("pre").getText()).contains("\"specversion\" : \"1.0\"");
        browser.photograph(PICTURES.resolve("dev-object-light.png"));
        assertThat(browser.barriers()).isEmpty();
    }

    @Order(2)
    @ParameterizedTest
    @CsvSource({"emails", "objects", "posts"})
    void allIsDeletedByAButton(String page) {
        browser.visit("/" + page);
        browser.one("button.danger").click();
        await().until(() -> !browser.all(".empty").isEmpty());
        assertThat(browser.one("[role=status]").getText()).isEqualTo("All of it is gone.");
    }
}
