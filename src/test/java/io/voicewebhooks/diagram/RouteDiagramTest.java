package io.voicewebhooks.diagram;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.app.ApplicationCheck;
import io.voicewebhooks.check.CheckScenario;
import io.voicewebhooks.diagram.Counts.Count;
import java.awt.Rectangle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class RouteDiagramTest {
    /** Of the narrowest font; the boxes are made for a wider one. */
    private static final double CHARACTER = 6.6;

    @TempDir
    Path dir;

    private RouteMap map;

    /** The project's routes, with every sink. */
    private RouteMap everything() throws Exception {
        return map(CheckScenario.with(dir).everySink().set("voice.recording.delete-after-archive", "true"));
    }

    private RouteMap map(CheckScenario scenario) throws Exception {
        ApplicationCheck check = new ApplicationCheck(context -> map = RouteMap.of(context));
        assertThat(scenario.problems(check)).isEmpty();
        return map;
    }

    private static Picture draw(RouteMap map) throws Exception {
        return Picture.of(RouteDiagram.svg(map, Counts.NONE));
    }

    private static RouteMap map(RouteBuilder routes) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(routes);
            context.start();
            return RouteMap.of(context);
        }
    }

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
    void linksEndAtTheBoxesThatTheyJoin() throws Exception {
        Picture picture = draw(everything());

        assertThat(picture.all("path").filter(path -> path.getAttribute("class").startsWith("link")))
                .hasSizeGreaterThan(40)
                .allSatisfy(path -> {
                    String[] points = path.getAttribute("d").split("[MLHVq ]");
                    int x = Integer.parseInt(points[points.length - 2]);
                    int y = Integer.parseInt(points[points.length - 1]);
                    String[] ends = path.getTextContent().split(" → |, on failure");
                    Rectangle from = rectangle(picture, ends[0]);
                    Rectangle to = rectangle(picture, ends[1]);
                    assertThat(x).isIn(to.x, to.x + to.width);
                    assertThat(y).isBetween(to.y, to.y + to.height);
                    assertThat(Integer.parseInt(points[1])).isEqualTo(from.x + from.width);
                    assertThat(Integer.parseInt(points[2])).isBetween(from.y, from.y + from.height);
                });
    }

    private static Rectangle rectangle(Picture picture, String name) {
        return picture.boxes().stream()
                .filter(box -> Picture.children(box, "title")
                        .findFirst()
                        .orElseThrow()
                        .getTextContent()
                        .equals(name))
                .map(RouteDiagramTest::rectangle)
                .findFirst()
                .orElseThrow();
    }

    private static Rectangle rectangle(Element box) {
        Element drawn = Picture.rectangle(box);
        return new Rectangle(
                Picture.number(drawn, "x"),
                Picture.number(drawn, "y"),
                Picture.number(drawn, "width"),
                Picture.number(drawn, "height"));
    }

    @Test
    void boxesStandApartWithinThePicture() throws Exception {
        Picture picture = draw(everything());
        List<Rectangle> boxes =
                picture.boxes().stream().map(RouteDiagramTest::rectangle).toList();

        for (int i = 0; i < boxes.size(); i++) {
            for (Rectangle other : boxes.subList(i + 1, boxes.size())) {
                assertThat(boxes.get(i).intersects(other)).isFalse();
            }
        }
        Element svg = (Element) picture.boxes().get(0).getParentNode();
        Rectangle whole = new Rectangle(Picture.number(svg, "width"), Picture.number(svg, "height"));
        assertThat(boxes).allMatch(whole::contains);
    }

    @Test
    void textStaysInItsBox() throws Exception {
        assertThat(draw(everything()).boxes()).allSatisfy(box -> {
            Rectangle around = rectangle(box);
            assertThat(Picture.children(box, "text")).allSatisfy(text -> {
                double right = Picture.number(text, "x") + text.getTextContent().length() * CHARACTER;
                assertThat(right).isLessThan(around.x + around.width);
                assertThat(Picture.number(text, "y")).isBetween(around.y, around.y + around.height - 2);
            });
        });
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
    void whatUsersWriteIsTextAndIsWholeInTheTitle() throws Exception {
        String id = "</title><script>alert('1')</script>";
        String condition = "${body} == \"]]>&\u202e\u0007" + "漢字🙂".repeat(40) + "\"";
        RouteMap hostile = map(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:a")
                        .routeId(id)
                        .routeDescription("<img src=x onerror=alert(1)>")
                        .choice()
                        .when(simple(condition))
                        .to("direct:b")
                        .end();
                from("direct:b").routeId("x y").stop();
                from("direct:c").routeId("x_y").to("direct:b");
            }
        });

        Picture picture = draw(hostile);

        assertThat(picture.all("script")).isEmpty();
        assertThat(picture.all("img")).isEmpty();
        assertThat(picture.titles())
                .contains(id, "when " + condition.replace('\u202e', '?').replace('\u0007', '?'));
        assertThat(picture.texts()).allMatch(text -> text.length() < 50);
        assertThat(picture.boxes().stream().map(box -> box.getAttribute("id")))
                .doesNotHaveDuplicates()
                .allMatch(drawn -> drawn.matches("[A-Za-z0-9_.-]+"));
    }

    @Test
    void routesThatCallEachOtherAreDrawn() throws Exception {
        RouteMap circle = map(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:a").routeId("a").to("direct:b").to("direct:a");
                from("direct:b").routeId("b").to("direct:a").to("seda:c");
                from("seda:c").routeId("c").stop();
                from("timer:t?delay=1h").routeId("t").to("direct:a");
            }
        });

        assertThat(draw(circle).links()).containsExactlyInAnyOrder("a → b", "a → a", "b → a", "b → c", "t → a");
        assertThat(draw(map(new RouteBuilder() {
                            @Override
                            public void configure() {
                                // none at all
                            }
                        }))
                        .boxes())
                .isEmpty();
    }

    @Test
    void credentialsInAnAddressAreLeftOut() throws Exception {
        RouteMap addresses = map(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:a")
                        .toD("https://user:geheim@example.com/hooks/geheim?key=geheim&x=${body}")
                        .wireTap("seda:b?size=4711");
            }
        });

        assertThat(RouteDiagram.svg(addresses, Counts.NONE))
                .contains("https:example.com", "seda:b")
                .doesNotContain("geheim", "4711");
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

        assertThat(svg.getBytes(UTF_8)).hasSizeLessThan(60_000);
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
