package io.voicewebhooks.dev.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Browser;
import io.voicewebhooks.support.Captions;
import io.voicewebhooks.support.NeedsBrowser;
import io.voicewebhooks.support.RouteFolder;
import io.voicewebhooks.support.Run;
import io.voicewebhooks.testkit.Application;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;

/**
 * {@code dev} in a folder of its own, and somebody at its telephone: one number forwards to {@link #DESK} and
 * {@link #MOBILE}, the other has a menu. The tests of a class share both.
 */
@NeedsBrowser
@TestInstance(Lifecycle.PER_CLASS)
abstract class PhoneScenario {
    static final Path PICTURES = Path.of("target", "screenshots");
    static final String NUMBER = "+15558675310";
    static final String MENU_NUMBER = "+15558675311";
    static final String DESK = "+15550009001";
    static final String MOBILE = "+15550009002";
    static final String CALLER = "caller";

    private static final Pattern LINK = Pattern.compile("(http://127\\.0\\.0\\.1:\\d+)(/login\\?token=\\S+)");
    private static final String FRONT = ".desk:not([hidden]) ";

    Path directory;
    RouteFolder routes;
    Browser browser;
    private Run dev;
    private String console;
    private String login;

    @BeforeAll
    void begin(@TempDir Path parent) throws IOException {
        directory = Files.createDirectory(parent.resolve("office"));
        routes = RouteFolder.copiedTo(directory).edit("incoming-call.camel.yaml", PhoneScenario::withMenu);
        dev = Run.start(
                directory,
                "dev",
                Map.of(
                        "voice.http.port",
                        String.valueOf(Application.freePort()),
                        "voice.management.port",
                        String.valueOf(Application.freePort()),
                        "call.hours",
                        "mon-sun 00:00-24:00",
                        "call.forward.to",
                        DESK + ", " + MOBILE,
                        // what is looked at while it rings takes its time
                        "call.forward.ring-seconds",
                        "300"));
        await().until(() -> LINK.matcher(dev.output()).find() || !dev.isAlive());
        Matcher link = LINK.matcher(dev.output());
        assertThat(link.find()).as(dev.output() + dev.errors()).isTrue();
        console = link.group(1);
        login = link.group(2);
        browser = open();
    }

    private static String withMenu(String file) {
        return Pattern.compile("#(-? .*'\\+15558675311'\"\n +)# ( steps:\n +)# ( +- to: direct:menu)")
                .matcher(file)
                .replaceFirst("$1 $2 $3");
    }

    /** Of Chromium. */
    String[] arguments() {
        return new String[0];
    }

    /** Another browser, which has logged in. */
    final Browser open(String... arguments) {
        Browser other = Browser.at(console, arguments.length == 0 ? arguments() : arguments);
        return Captions.noted(other).visit(login);
    }

    @BeforeEach
    void atThePhone() {
        browser.visit("/phone");
        browser.complaints();
    }

    @AfterAll
    void end() {
        if (browser != null) {
            browser.close();
        }
        if (dev != null) {
            dev.close();
        }
    }

    /** What {@code dev} printed. */
    String printed() {
        try {
            return dev.output();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    void calls(String from, String to) {
        int before = browser.all("#phone-calls li").size();
        browser.fill("from", from).fill("to", to).named("Call").click();
        await().until(() -> browser.all("#phone-calls li").size() > before);
    }

    /** Something at a telephone of the call in front, by a CSS selector. */
    WebElement at(String who, String selector) {
        String telephone = who.equals(CALLER) ? ".handset:not(.called) " : ".handset[aria-label$='" + who + "'] ";
        return browser.one(FRONT + telephone + selector);
    }

    /** Waits until the call in front waits for something at a telephone, by its type. */
    void waitsFor(String who, String step) {
        String telephone = who.equals(CALLER) ? ".handset:not(.called)" : ".handset[aria-label$='" + who + "']";
        await(who + ": " + step).until(() -> !browser.all(FRONT + telephone + "[data-step='" + step + "']")
                .isEmpty());
    }

    /** Waits until somebody hears a text, after what he was known to hear before. */
    void hears(String who, String text) {
        Captions.await(browser, who, text);
    }

    void presses(String who, String key) {
        at(who, "[data-key='" + key + "']").click();
    }

    /** Clicks a button of a telephone. */
    void does(String who, String what) {
        at(who, "[data-do='" + what + "']").click();
    }

    /** Waits for the end of the call in front. */
    void ends(String status) {
        waitsFor(CALLER, "over");
        assertThat(at(CALLER, ".state").getText()).isEqualTo(status);
    }

    /** All that is written beside the telephones of the call in front. */
    String conversation() {
        return browser.one(FRONT + ".talk").getText();
    }

    /** Nothing was refused or failed, but what an element names that a restart broke off. */
    void nothingWasOdd() {
        assertThat(browser.complaints()).isEmpty();
    }

    URI address(String path) {
        return URI.create(console + path);
    }
}
