package io.voicewebhooks.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.Visitor;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The page {@code /routes} after calls of which one event could not be delivered. */
@TestInstance(Lifecycle.PER_CLASS)
class RoutesPageTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int HEAVIEST = 25_000;

    private final HttpReceiver http = HttpReceiver.start();
    private Application application;
    private Visitor visitor;

    @BeforeAll
    void start(@TempDir Path dir) {
        application = Application.with(dir)
                .set(http.settings())
                .set("voice.sink.file.enabled", "true")
                .set("voice.retry.schedule", "1h")
                .set("voice.management.token", Operator.TOKEN)
                .start();
        visitor = Visitor.loggedIn(application);
        http.answers(post -> post.body().contains("call.busy") ? 503 : 204);
        application.twilio().post("/voice/status", Twilio.status(Twilio.callSid(), "completed"));
        application.twilio().post("/voice/status", Twilio.status(Twilio.callSid(), "busy"));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(cells(page(), "sink-http"))
                .contains("2", "1")
                .anyMatch(RoutesPageTest::isRetrying));
        Operator.of(application).types("sinks", "pause", "file", "--reason", "full");
    }

    @AfterAll
    void stop() {
        application.close();
        http.close();
    }

    private static boolean isRetrying(String cell) {
        return cell.contains("1 retrying");
    }

    private Document page() {
        return Visitor.document(visitor.get("/routes"));
    }

    @Test
    void thePictureSaysWhatTheTableSays() {
        Document page = page();
        Map<String, String> drawn = texts(page, "c-");
        Map<String, String> taken = texts(page, "rc-");
        Map<String, String> failed = texts(page, "rf-");

        assertThat(drawn).hasSizeGreaterThan(40);
        assertThat(drawn).allSatisfy((anchor, label) -> {
            String[] parts = label.isEmpty() ? new String[] {"0"} : label.split(" ✗");
            assertThat(taken.get(anchor)).isEqualTo(parts[0]);
            assertThat(failed.get(anchor)).isEqualTo(parts.length == 1 ? "0" : parts[1]);
        });
        assertThat(drawn)
                .containsEntry("route-call-status", "2")
                .containsEntry("route-sink-http", "2 ✗1")
                .containsEntry("route-sink-file", "2");
        assertThat(texts(page, "w-")).containsEntry("route-sink-http", "1 retrying");
        assertThat(texts(page, "rw-")).containsAllEntriesOf(texts(page, "w-"));
    }

    @Test
    void aPausedSinkSaysSoAndWhy() {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(texts(page(), "w-").get("route-sink-file"))
                .startsWith("held: full"));
    }

    @Test
    void eachStepLeadsToItsRowWithFileAndLine() {
        Document page = page();
        List<Element> steps = elements(page, "a").stream()
                .filter(link -> link.getAttribute("href").matches("#s\\d+-\\d+"))
                .toList();

        assertThat(steps).hasSizeGreaterThan(100).allSatisfy(step -> {
            Element row = row(page, step.getAttribute("href").substring(1));
            assertThat(row.getElementsByTagName("td").item(3).getTextContent())
                    .matches("routes/[a-z0-9-]+\\.camel\\.yaml:\\d+");
        });
    }

    @Test
    void whatIsAskedForEveryFewSecondsHasAllFiguresAgain() {
        // again where a timer of the application counts on between the two
        await().atMost(LIMIT).untilAsserted(() -> {
            Document page = page();
            Document update = Visitor.document(visitor.get("/routes/counts"));
            for (String kind : List.of("c-", "w-", "rc-route", "rf-route", "rw-")) {
                assertThat(texts(update, kind)).isEqualTo(texts(page, kind)).isNotEmpty();
            }
            assertThat(elements(update, "text")).allMatch(text -> text.hasAttribute("hx-swap-oob"));
        });
    }

    @Test
    void itWeighsLittle() {
        var compressed = visitor.send(visitor.request("/routes").header("Accept-Encoding", "gzip"));
        assertThat(compressed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(Integer.parseInt(
                        compressed.headers().firstValue("Content-Length").orElseThrow()))
                .isLessThan(HEAVIEST);
    }

    /** What elements say whose id begins so, by the rest of their ids. */
    private static Map<String, String> texts(Document page, String kind) {
        return elements(page, "*").stream()
                .filter(element -> element.getAttribute("id").startsWith(kind))
                .collect(Collectors.toMap(
                        element -> element.getAttribute("id").substring(kind.length()),
                        element -> element.getTextContent().strip()));
    }

    private static List<String> cells(Document page, String route) {
        Element row = row(page, "row-route-" + route);
        NodeList cells = row.getChildNodes();
        return IntStream.range(0, cells.getLength())
                .mapToObj(i -> cells.item(i).getTextContent())
                .toList();
    }

    private static Element row(Document page, String id) {
        return elements(page, "tr").stream()
                .filter(row -> row.getAttribute("id").equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<Element> elements(Document page, String name) {
        NodeList found = page.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }
}
