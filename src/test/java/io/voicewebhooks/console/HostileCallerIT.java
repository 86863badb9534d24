package io.voicewebhooks.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.testkit.Twilio;
import java.util.List;
import java.util.Map.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a caller sends is text on every page: no markup, no script, no request, and no page that it makes unusable. */
class HostileCallerIT extends ConsoleScenario {
    private static final String IMAGE = "<img src=http://127.0.0.2:1/owned onerror=alert(1)>";
    private static final String SCRIPT = "</script><script>alert(2)</script>";
    private static final String QUOTES = "\" onmouseover=alert(3) x='`--></title></textarea><svg onload=alert(4)>";
    private static final String TEMPLATE = "{{{name}}} {{#legs}}{{/legs}} ${sys.user.home}";
    private static final String BACKWARDS = "\u202Egpj.\u2066evil\u200B\u0301\u0301\u0301";
    private static final String ENDLESS = "W".repeat(4_096);

    private final String call = Twilio.callSid();

    @Override
    void prepare() {
        office.open();
        office.http().answers(post -> 422);
        List<Entry<String, String>> caller = Twilio.with(
                Twilio.call(call),
                "From",
                "client:" + IMAGE,
                "Caller",
                "client:" + IMAGE,
                "CallerName",
                QUOTES + BACKWARDS,
                "FromCity",
                ENDLESS,
                "CallStatus",
                "in-progress",
                SCRIPT,
                TEMPLATE);
        office.twilio().post("/voice/incoming", Twilio.with(caller, "CallStatus", "ringing"));
        office.twilio()
                .post("/voice/menu-choice?context.wrong=%3Cscript%3E", Twilio.with(caller, "SpeechResult", SCRIPT));
        office.twilio()
                .post("/voice/menu-choice", Twilio.with(caller, "Digits", "1\r\nSet-Cookie: voice=evil\r\n\r\n<b>"));
        office.twilio()
                .post(
                        "/voice/status",
                        Twilio.with(
                                caller,
                                "CallStatus",
                                "completed",
                                "SequenceNumber",
                                "3",
                                "CallbackSource",
                                "call-progress-events",
                                "Timestamp",
                                IMAGE));
        office.settles();
    }

    List<String> pages() {
        return List.of(
                "/",
                "/calls",
                "/calls?number=%3Cscript%3Ealert(5)%3C/script%3E&flow=%22%3E%3Cb%3E&since=%3Cimg%20src=x%3E",
                "/calls?call-sid=" + call,
                "/calls/" + call,
                "/calls/%3Cscript%3Ealert(6)%3C%2Fscript%3E",
                "/deliveries",
                "/sinks",
                "/routes",
                "/health",
                "/login?next=%22%3E%3Cscript%3Ealert(7)%3C/script%3E");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void isTextEverywhere(String page) {
        browser.visit(page);
        // a page of a call that is not there, or of a filter that cannot be, is an answer too
        assertThat(browser.complaints()).allMatch(complaint -> complaint.matches(".* status of 40[04] .*"));

        assertThat(browser.all("[onerror], [onload], [onmouseover], script:not([src]), b, img[src*='127.0.0.2']"))
                .isEmpty();
        // a long word makes no page wider than the window
        assertThat(browser.evaluate("return document.documentElement.scrollWidth <= window.innerWidth"))
                .isEqualTo(true);
        nothingWasOdd();
    }

    @Test
    void canBeReadInTheCall() {
        browser.visit("/calls/" + call);
        browser.all("details:not([open]) > summary").forEach(summary -> summary.click());

        assertThat(browser.text()).contains(IMAGE, SCRIPT, "Set-Cookie: voice=evil", TEMPLATE, "<svg onload=alert(4)>");
        nothingWasOdd();
    }

    @Test
    void isTextInTheLivePageToo() {
        browser.visit("/live");
        String other = Twilio.callSid();
        office.twilio()
                .post(
                        "/voice/status",
                        Twilio.with(Twilio.status(other, "busy"), "From", IMAGE, "CallerName", SCRIPT + ENDLESS));

        await().until(() -> browser.text().contains(other));
        assertThat(browser.all("main [onerror], main script:not([src])")).isEmpty();
        nothingWasOdd();
    }

    @Test
    void isTextInASpreadsheetAndInATerminalToo() {
        String other = Twilio.callSid();
        List<Entry<String, String>> caller = Twilio.with(
                Twilio.call(other),
                "From",
                "=HYPERLINK(\"http://127.0.0.2:1\")",
                "CallerName",
                "\u001B[2J\u009B31m\r\n");
        office.twilio().post("/voice/incoming", caller);
        await().until(() ->
                office.operator().get("/operations/calls/" + other).body().contains("call.incoming"));

        assertThat(office.operator().get("/calls.csv").body())
                .contains("HYPERLINK")
                .doesNotContainPattern("(?m)(^|,|\")=HYPERLINK");
        for (String[] command :
                new String[][] {{"calls", "list"}, {"calls", "list", "--csv"}, {"calls", "show", other}}) {
            assertThat(office.operator().types(command).out().replace("\r\n", "\n"))
                    .contains(other)
                    .doesNotContainPattern("[\\p{Cntrl}&&[^\n]]")
                    .doesNotContainPattern("(?m)(^|,|\")=HYPERLINK");
        }
    }
}
