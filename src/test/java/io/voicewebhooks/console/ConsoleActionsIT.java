package io.voicewebhooks.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Browser;
import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.testkit.Twilio;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.StaleElementReferenceException;

/** What an operator does by the pages, and what comes of it at the sink. */
class ConsoleActionsIT extends ConsoleScenario {
    private static final String DEAD = "/deliveries?show=dead";

    @Override
    void prepare() {
        office.open();
    }

    @BeforeEach
    void nothingFailedYet() {
        office.operator().types("dead-letters", "drop", "--all", "--reason", "another test");
        office.mend();
        office.http().posts().clear();
    }

    /** Calls whose event is a dead letter now. */
    private List<String> fails(String status, int times) {
        int before = deadLetters();
        office.http().answers(post -> 422);
        List<String> calls = IntStream.range(0, times)
                .parallel()
                .mapToObj(i -> Twilio.callSid())
                .peek(call -> office.twilio().post("/voice/status", Twilio.status(call, status)))
                .toList();
        await().until(() -> deadLetters() == before + times);
        return calls;
    }

    private int deadLetters() {
        return office.operator()
                .json("/operations/dead-letters?limit=1")
                .path("total")
                .asInt();
    }

    private void says(String text) {
        await().ignoreException(StaleElementReferenceException.class)
                .untilAsserted(() -> assertThat(browser.text()).contains(text));
    }

    /** Clicks what a script may put another in the place of just then. */
    private static void click(Browser browser, String selector) {
        await().ignoreException(StaleElementReferenceException.class).until(() -> {
            browser.one(selector).click();
            return true;
        });
    }

    @Test
    void aDeadLetterIsDeliveredAfresh() {
        String call = fails("completed", 1).get(0);
        office.mend();

        browser.visit(DEAD).one("td.actions button").click();

        says("is delivered afresh");
        await().untilAsserted(() -> assertThat(office.http().about(call))
                .extracting(post -> post.status())
                .containsExactly(422, 204));
        assertThat(browser.visit(DEAD).text()).contains("There is no dead letter.");
        nothingWasOdd();
    }

    @Test
    void theCallsPageDeliversAfreshWhatItShowsAsDead() {
        String call = fails("completed", 1).get(0);
        office.mend();

        await().until(() ->
                !browser.visit("/calls/" + call).all("form[action$=redrive]").isEmpty());
        assertThat(browser.text()).contains("the endpoint answered 422");
        browser.named("Redrive").click();

        await().until(() -> office.http().calls().contains(call));
        await().untilAsserted(() -> assertThat(browser.visit("/calls/" + call).all("form[action$=redrive]"))
                .isEmpty());
        assertThat(deadLetters()).isZero();
        nothingWasOdd();
    }

    @Test
    void aDeadLetterIsLookedAtAndDroppedWithAReason() {
        String call = fails("completed", 1).get(0);
        try (LogLines log = LogLines.record()) {
            browser.visit(DEAD).named("call.completed").click();
            says("\"CallStatus\"");
            assertThat(browser.text()).contains(call, "the endpoint answered 422");
            browser.named("Drop…").click();
            browser.fill("reason", "the order was cancelled").named("Drop 1").click();

            says("is gone");
            assertThat(deadLetters()).isZero();
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("drops (the order was cancelled)") && line.contains("session"));
        }
        assertThat(office.http().about(call)).hasSize(1);
        nothingWasOdd();
    }

    @Test
    void allThatTheFilterMatchesAreDeliveredAfreshAndNoOthers() {
        List<String> busy = fails("busy", 30);
        List<String> others = fails("failed", 5);
        office.mend();
        office.http().posts().clear();

        browser.visit(DEAD).fill("type", "call.busy").named("Filter").click();
        says("30 dead letters that match");
        browser.named("Redrive all…").click();
        says("30 deliveries");
        browser.named("Redrive 30").click();

        says("30 of 30");
        assertThat(browser.one("#job time").getDomAttribute("datetime")).startsWith("20");
        await().untilAsserted(() -> assertThat(office.http().calls()).containsExactlyInAnyOrderElementsOf(busy));
        assertThat(deadLetters()).isEqualTo(others.size());
        nothingWasOdd();
    }

    @Test
    void aLongJobIsWatchedAndCancelled() {
        int letters = 2_000;
        fails("busy", letters);
        office.mend();

        browser.visit(DEAD).named("Redrive all…").click();
        browser.named("Redrive " + letters).click();
        click(browser, "form[action$=cancel] button");

        says("cancelled");
        assertThat(deadLetters()).isPositive();
        assertThat(browser.one("progress").getDomAttribute("max")).isEqualTo(String.valueOf(letters));
        nothingWasOdd();
    }

    @Test
    void aRetryDoesNotWaitForItsTime() {
        office.http().answers(post -> 503);
        String call = Twilio.callSid();
        office.twilio().post("/voice/status", Twilio.status(call, "completed"));
        await().until(() -> office.http().about(call).size() == 3);
        office.settles();
        office.mend();

        browser.visit("/deliveries");
        assertThat(browser.text()).contains("retrying", "next try", "the endpoint answered 503");
        browser.named("Try again now…").click();
        browser.named("Try again now 1").click();

        says("tried again now: 1");
        await().until(() -> office.http().calls().contains(call));
        nothingWasOdd();
    }

    @Test
    void whatOnePausesAnotherSees() {
        try (Browser other = Browser.at(office.consoleUrl())) {
            logIn(other);
            other.visit("/sinks");
            browser.visit("/sinks").one("#pause-http").click();
            browser.fill("reason", "the CRM moves").named("Pause http").click();
            says("The sink http is paused");

            await().ignoreException(StaleElementReferenceException.class)
                    .untilAsserted(() -> assertThat(other.text()).contains("the CRM moves"));
            String call = Twilio.callSid();
            office.twilio().post("/voice/status", Twilio.status(call, "completed"));
            await().untilAsserted(() ->
                    assertThat(browser.visit("/deliveries?sink=http").text()).contains("held", call));
            assertThat(office.http().about(call)).isEmpty();

            click(other, "#resume-http");
            await().until(() -> office.http().calls().contains(call));
            assertThat(browser.visit("/sinks").text()).doesNotContain("the CRM moves");
            nothingWasOdd();
        }
    }

    @Test
    void withoutScriptsAnActionIsAPlainForm() {
        browser.runsScripts(false).visit("/sinks");
        try {
            browser.one("#pause-http").click();
            browser.fill("reason", "no scripts").named("Pause http").click();
            says("The sink http is paused");
            browser.one("#resume-http").click();
            says("The sink http is active again");
        } finally {
            browser.runsScripts(true);
        }
        nothingWasOdd();
    }
}
