package io.voicewebhooks.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Visitor;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** The list of calls as an operator looks through it. */
@TestInstance(Lifecycle.PER_CLASS)
class CallListPagesTest {
    private Office office;
    private Visitor visitor;

    @BeforeAll
    void open(@TempDir Path dir) {
        office = Office.in(dir).set("voice.sink.calls.enabled", "true").open();
        visitor = Visitor.loggedIn(office.application());
    }

    @AfterAll
    void close() throws IOException {
        office.close();
    }

    /** A page once the log has what is expected of it, with white space as browsers show it. */
    private String page(String path, String... expected) {
        await().untilAsserted(() -> assertThat(text(path)).contains(expected));
        return text(path);
    }

    private String text(String path) {
        HttpResponse<String> page = visitor.get(path);
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        return text(Visitor.document(page));
    }

    private static String text(Document page) {
        return page.getElementsByTagName("main").item(0).getTextContent().replaceAll("\\s+", " ");
    }

    @Test
    void theListIsFilteredByItsUrlAndSaysWhatToLoosen() {
        String missed = office.nobodyAnswers().calls("+15559990001", Office.NUMBER, Map.of());
        String blocked = office.calls(Office.BLOCKED, Office.NUMBER, Map.of());
        page("/calls?number=9990001", "+15559990001 → " + Office.NUMBER, "missed");
        page("/calls?number=+15559990001,1110000", "+15559990001", Office.BLOCKED, "rejected");

        assertThat(text("/calls?number=9990001&status=completed&status=busy&since=1h"))
                .contains("+15559990001");
        assertThat(visitor.get("/calls?call-sid=" + missed).body())
                .contains(missed)
                .doesNotContain(blocked);
        String none = text("/calls?number=9990001&voicemail=true");
        assertThat(none).contains("No call matches all of this", "number = 9990001", "voicemail = true");
        assertThat(href(visitor.get("/calls?number=9990001&voicemail=true"), ">voicemail = true"))
                .isEqualTo("/calls?number=9990001");
        HttpResponse<String> wrong = visitor.get("/calls?number=9990001&since=yesterday");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(text(Visitor.document(wrong))).contains("since = yesterday; allowed:");
        assertThat(wrong.body()).contains("value=\"9990001\"");
        HttpResponse<String> misspelt = visitor.get("/calls?numbr=9990001");
        assertThat(misspelt.statusCode()).isEqualTo(400);
        assertThat(misspelt.body()).contains("unknown parameter numbr; allowed: call-sid, cursor");
    }

    @Test
    void manyCallsAreReadPageByPage() {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            sent.add(0, Twilio.callSid());
            office.twilio().post("/voice/incoming", Twilio.with(Twilio.call(sent.get(0)), "From", "+15557770000"));
        }
        page("/calls?number=7770000&call-sid=" + sent.get(0), "+15557770000");
        await().until(() ->
                visitor.get("/calls.csv?number=7770000").body().lines().count() == 121);

        List<List<String>> read = new ArrayList<>();
        List<String> paths = new ArrayList<>(List.of("/calls?number=7770000"));
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> page = visitor.get(paths.get(i));
            read.add(Pattern.compile("href=\"/calls/(CA\\w+)\"")
                    .matcher(page.body())
                    .results()
                    .map(call -> call.group(1))
                    .toList());
            paths.add(href(page, ">Older"));
        }
        assertThat(read).extracting(List::size).containsExactly(50, 50, 20);
        HttpResponse<String> compressed =
                visitor.send(visitor.request(paths.get(0)).header("Accept-Encoding", "gzip"));
        // with stylesheet and scripts, which are some 24 kB, less than 60
        assertThat(compressed.headers().firstValueAsLong("Content-Length").orElseThrow())
                .isBetween(1_000L, 36_000L);
        assertThat(read.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(paths.get(3)).isEmpty();
        assertThat(calls(href(visitor.get(paths.get(2)), ">← Newest"))).isEqualTo(read.get(0));
        assertThat(href(visitor.get(paths.get(0)), ">← Newest")).isEmpty();
    }

    @Test
    void theListAsCsvHasNoFormula() {
        office.nobodyAnswers();
        String sid = office.calls("+15558880001", Office.NUMBER, Map.of());
        page("/calls?number=8880001", "+15558880001");

        HttpResponse<String> csv = visitor.get("/calls.csv?number=8880001");

        assertThat(csv.headers().firstValue("Content-Type")).contains("text/csv; charset=utf-8");
        assertThat(csv.headers().firstValue("Content-Disposition")).contains("attachment; filename=\"calls.csv\"");
        assertThat(csv.headers().firstValue("Content-Length")).isEmpty();
        assertThat(visitor.get("/calls.csv?number=1").statusCode()).isEqualTo(400);
        assertThat(csv.body().lines()).hasSize(2).last().asString().contains(sid, "\"'+15558880001\"");
    }

    private List<String> calls(String path) {
        return Pattern.compile("href=\"/calls/(CA\\w+)\"")
                .matcher(visitor.get(path).body())
                .results()
                .map(call -> call.group(1))
                .toList();
    }

    /** Where a link leads; empty if there is none. */
    private static String href(HttpResponse<String> page, String text) {
        Matcher link =
                Pattern.compile("href=\"([^\"]*)\"[^>]*" + Pattern.quote(text)).matcher(page.body());
        return link.find() ? link.group(1).replace("&amp;", "&").replace("&#x3D;", "=") : "";
    }
}
