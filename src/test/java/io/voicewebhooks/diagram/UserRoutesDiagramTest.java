package io.voicewebhooks.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** Pictures of routes that somebody else wrote. */
class UserRoutesDiagramTest {
    private static RouteMap map(RouteBuilder routes) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(routes);
            context.start();
            return RouteMap.of(context);
        }
    }

    private static Picture draw(RouteMap map) throws Exception {
        return Picture.of(RouteDiagram.svg(map, Counts.NONE));
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
}
