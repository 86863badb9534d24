package io.voicewebhooks.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Rectangle;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** Where things are in the picture. */
class RouteLayoutTest extends DiagramScenario {
    /** Of the narrowest font; the boxes are made for a wider one. */
    private static final double CHARACTER = 6.6;

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
                .map(RouteLayoutTest::rectangle)
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
                picture.boxes().stream().map(RouteLayoutTest::rectangle).toList();

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
}
