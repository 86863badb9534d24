package io.voicewebhooks.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicewebhooks.support.Browser;
import io.voicewebhooks.support.Visitor;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.WebElement;

/** Every page after a morning in the office: for everybody to read, light in weight, and of nobody but us. */
class ConsolePagesIT extends ConsoleScenario {
    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final int HEAVIEST = 60_000;
    /** Those of the manual, which are copied from {@code target/screenshots/manual} to {@code src/main/docs}. */
    private static final Set<String> OF_THE_MANUAL = Set.of("calls", "call-refused", "dead-letters");

    private String letter;
    private String job;

    @Override
    void prepare() {
        office.open().spendsTheMorning();
        letter = office.operator()
                .json("/operations/dead-letters")
                .at("/deadLetters/0/id")
                .asText();
        // of nothing
        job = Visitor.loggedIn(office.application())
                .post("/deliveries/redrive", "until", "2020-01-01T00:00:00Z")
                .headers()
                .firstValue("Location")
                .orElseThrow();
    }

    Stream<Arguments> pages() {
        return Stream.of(
                Arguments.of("front", "/"),
                Arguments.of("calls", "/calls"),
                Arguments.of("call", "/calls/" + office.voicemail()),
                Arguments.of("call-forwarded", "/calls/" + office.forwarded()),
                Arguments.of("call-refused", "/calls/" + office.refused()),
                Arguments.of("no-call", "/calls?number=+15559999999&status=busy"),
                Arguments.of("live", "/live"),
                Arguments.of("routes", "/routes"),
                Arguments.of("deliveries", "/deliveries"),
                Arguments.of("dead-letters", "/deliveries?show=dead"),
                Arguments.of("letter", "/deliveries/letter?id=" + letter),
                Arguments.of("redrive", "/deliveries/redrive?sink=http"),
                Arguments.of("drop", "/deliveries/drop?id=" + letter),
                Arguments.of("job", job),
                Arguments.of("sinks", "/sinks"),
                Arguments.of("pause", "/sinks/http/pause"),
                Arguments.of("numbers", "/numbers"),
                Arguments.of("health", "/health"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void isForEverybodyInLightAndDark(String name, String path) throws IOException {
        photograph(name, path);
        nothingWasOdd();
        if (OF_THE_MANUAL.contains(name)) {
            Path picture = PICTURES.resolve(name + "-light.png");
            SmallPicture.make(picture, PICTURES.resolve("manual/console-" + name + ".png"));
        }
    }

    private void photograph(String name, String path) throws IOException {
        for (boolean dark : List.of(true, false)) {
            browser.prefersDark(dark).visit(path);
            browser.photograph(PICTURES.resolve(name + (dark ? "-dark.png" : "-light.png")));
            assertThat(browser.barriers()).isEmpty();
        }
    }

    /** Browsers complain of what is not there. */
    @Test
    void aPageThatIsNotThereIsForEverybodyToo() throws IOException {
        photograph("call-unknown", "/calls/" + Twilio.callSid());
        photograph("nothing", "/nothing");

        assertThat(browser.complaints()).isNotEmpty().allMatch(complaint -> complaint.contains("404"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void weighsLittle(String name, String path) {
        browser.requests();
        browser.forgetsFiles().visit(path);

        long weight =
                browser.requests().stream().mapToLong(Browser.Request::bytes).sum();
        assertThat(weight).isBetween(1_000L, (long) HEAVIEST);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void canBeReadWithoutScripts(String name, String path) {
        String heading = browser.visit(path).one("h1").getText();
        browser.runsScripts(false).visit(path);
        try {
            assertThat(browser.one("h1").getText()).isEqualTo(heading);
        } finally {
            browser.runsScripts(true);
        }
    }

    /** Each link and button in its turn, and it can be seen where one is. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void isUsedWithTheKeyboardAlone(String name, String path) {
        browser.visit(path);
        browser.evaluate("document.activeElement.blur()");
        List<WebElement> aims = browser.all("a[href], button, input:not([type=hidden]), select, summary").stream()
                .filter(WebElement::isDisplayed)
                .toList();
        List<WebElement> reached = new ArrayList<>();
        for (int i = 0; i < 2 * aims.size() + 10 && !reached.containsAll(aims); i++) {
            WebElement focus = browser.tab();
            reached.add(focus);
            if (aims.contains(focus)) {
                assertThat(focus.getCssValue("outline-style"))
                        .as(focus.getText())
                        .isNotEqualTo("none");
            }
        }
        assertThat(reached).containsAll(aims);
    }

    @Test
    void nothingOfTheMorningIsMissing() {
        List<JsonNode> calls = new ArrayList<>();
        office.operator().json("/operations/calls").path("calls").forEach(calls::add);

        // what the log has of them comes through its buffer
        assertThat(calls).hasSize(12).allSatisfy(call -> await().untilAsserted(() -> assertThat(office.operator()
                        .json("/operations/calls/" + call.path("callSid").asText())
                        .path("missing"))
                .isEmpty()));
    }

    @Test
    void aRecordingIsHeardFromWhereverSomebodyClicks() {
        browser.visit("/calls/" + office.voicemail());
        browser.evaluate("const audio = document.querySelector('audio'); audio.muted = true; audio.play();");
        await().until(() -> audio("duration") > 20 && audio("readyState") >= 2);
        await().until(() -> audio("currentTime") > 0.1);

        browser.evaluate("document.querySelector('audio').currentTime = 25");
        await().untilAsserted(() -> assertThat(audio("currentTime")).isBetween(25.0, 30.0));
        await().until(() -> audio("currentTime") > 25.1);
        nothingWasOdd();
    }

    private double audio(String property) {
        Object value = browser.evaluate("return document.querySelector('audio')." + property);
        return value instanceof Number number ? number.doubleValue() : 0;
    }
}
