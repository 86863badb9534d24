package io.voicewebhooks.diagram;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.check.CheckScenario;
import io.voicewebhooks.diagram.Counts.Count;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** What the picture of the project's routes says. */
class RouteDiagramTest extends DiagramScenario {
    @Test
    void everyRouteIsABoxThatSaysWhatItDoes() throws Exception {
        RouteMap all = everything();
        List<Element> boxes = draw(all).boxes();

        assertThat(boxes.stream()
                        .filter(box -> box.getAttribute("class").equals("route"))
                        .map(box -> box.getAttribute("id")))
                .containsExactlyInAnyOrderElementsOf(
                        all.rows().stream().map(row -> "route-" + row.get(0)).toList())
                .hasSizeGreaterThan(25);
        Element sink = boxes.stream()
                .filter(box -> box.getAttribute("id").equals("route-sink-http"))
                .findFirst()
                .orElseThrow();
        assertThat(Picture.children(sink, "desc").map(Element::getTextContent))
                .singleElement()
                .asString()
                .startsWith("Posts each event to an HTTP endpoint; 2xx means delivered. From queue:voice.sink.http,"
                        + " leads to http:from-the-header")
                .endsWith("; routes/sink-http.camel.yaml");
    }

    @Test
    void everyLinkIsThere() throws Exception {
        Picture picture = draw(everything());

        assertThat(picture.links())
                .contains(
                        "call-status → journal",
                        "call-status → accepted",
                        "incoming-call → journal:voice.events",
                        "incoming-call → voicemail",
                        "menu-choice → operator",
                        "operator → forward",
                        "forward → ring",
                        "journal → journal:voice.events",
                        "journal:voice.events → event-router",
                        "event-router → sink-s3",
                        "event-router → sink-email",
                        "event-router → sink-http",
                        "event-router → sink-file",
                        "event-router → recording-delete",
                        "event-router → topic:voice.feed",
                        "event-router → queue:voice.dead-letter, on failure",
                        "menu-choice → invalid, on failure",
                        "sink-http → http:from-the-header",
                        "sink-s3 → journal");
        assertThat(picture.titles()).contains("when ${bean:callers?method=blocked}");
        assertThat(picture.texts())
                .contains("when bean:callers?method=blocked", "otherwise", "→ direct:closed", "twiml.reply('reject')");
    }

    @Test
    void eachStepKnowsItsLine() throws Exception {
        Map<String, String> words = Map.of(
                "→",
                "- toD?:.*",
                "when",
                "- simple:.*",
                "otherwise",
                "otherwise:",
                "choice",
                "- choice:",
                "filter",
                "- filter:");
        List<RouteStep> steps = everything().nodes().stream()
                .flatMap(node -> node.steps().stream())
                .toList();

        assertThat(steps).hasSizeGreaterThan(150).allSatisfy(step -> {
            String[] place = step.place().split(":");
            List<String> file = Files.readAllLines(Path.of(place[0]));
            int at = Integer.parseInt(place[1]) - 1;
            // the comment of a step is as good
            String line = file.get(at).strip().startsWith("#") ? file.get(at - 1) : file.get(at);
            String word = step.text().replaceFirst("^on .* →.*", "→").replaceFirst(" .*", "");
            assertThat(line.strip()).matches(words.getOrDefault(word, "- [a-zA-Z]+:.*"));
        });
    }

    @Test
    void theSameRoutesGiveTheSamePicture() throws Exception {
        String first = RouteDiagram.svg(everything(), Counts.NONE);

        assertThat(RouteDiagram.svg(everything(), Counts.NONE)).isEqualTo(first);
    }

    /** With a picture that is drawn anew, and the command that puts it there. */
    @Test
    void theManualShowsTheRoutesAsTheyAre() throws Exception {
        Path drawn = Path.of("target", "routes.svg");
        Path shown = Path.of("src", "main", "docs", "routes.svg");
        Files.writeString(drawn, RouteDiagram.svg(everything(), Counts.NONE));

        assertThat(shown).as("cp %s %s", drawn, shown).hasSameTextualContentAs(drawn);
    }

    @Test
    void whatIsSwitchedOffIsNotThere() throws Exception {
        Picture picture = draw(map(CheckScenario.with(dir)));

        assertThat(picture.titles()).contains("sink-file", "event-router").doesNotContain("sink-s3", "sink-email");
        assertThat(picture.links()).noneMatch(link -> link.contains("s3") || link.contains("feed"));
    }

    @Test
    void thePictureOfAPageIsLightWithEverySinkAndGreatFigures() throws Exception {
        String svg = RouteDiagram.inPage(
                everything(),
                new Counts() {
                    @Override
                    public Optional<Count> route(String id) {
                        return Optional.of(new Count(1_234_567, 1_234));
                    }

                    @Override
                    public Optional<Count> step(String route, String id) {
                        return Optional.of(new Count(1_234_567, 0));
                    }
                },
                Map.of());

        assertThat(svg.getBytes(UTF_8)).hasSizeLessThan(75_000);
        assertThat(Picture.of(svg).all("a")).hasSizeGreaterThan(150);
    }

    @Test
    void whatHasPassedIsDrawnAndWhatFailedIsRed() throws Exception {
        Picture picture = Picture.of(RouteDiagram.svg(everything(), new Counts() {
            @Override
            public Optional<Count> route(String id) {
                return id.equals("event-router") ? Optional.of(new Count(1_234_567, 12)) : Optional.empty();
            }

            @Override
            public Optional<Count> step(String route, String id) {
                return id.equals("to-s3") ? Optional.of(new Count(42, 0)) : Optional.empty();
            }
        }));

        assertThat(picture.all("text")
                        .filter(text -> text.getAttribute("class").equals("count"))
                        .map(Element::getTextContent))
                .containsExactly("1234k ✗12", "42");
        assertThat(picture.all("tspan").map(Element::getTextContent)).containsExactly(" ✗12");
    }
}
