package io.voicewebhooks.diagram;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The picture of the routes, as SVG that needs no script, font or address. */
public final class RouteDiagram {
    private static final int RADIUS = 4;
    private static final int BASELINE = 4;
    private static final String ARROW =
            "<marker id=\"arrow\" class=\"arrow\" markerUnits=\"userSpaceOnUse\" markerWidth=\"7\" markerHeight=\"8\""
                    + " refX=\"7\" refY=\"4\" orient=\"auto\"><path d=\"M7 4L0 0v8z\"/></marker>";

    private final RouteMap map;
    private final boolean inPage;
    private final Layout layout;
    private final CountLabels labels;
    private final StringBuilder svg = new StringBuilder();

    private RouteDiagram(RouteMap map, Counts counts, Map<String, String> states, boolean inPage) {
        this.map = map;
        this.inPage = inPage;
        this.layout = new Layout(map, counts == Counts.NONE ? CountLabels.WIDTH / 3 : CountLabels.WIDTH);
        this.labels = new CountLabels(map, counts, states);
    }

    /** Draws routes, with what has passed so far, for a file. The same routes and counts give the same picture. */
    public static String svg(RouteMap map, Counts counts) {
        return new RouteDiagram(map, counts, Map.of(), false).draw();
    }

    /**
     * The same for a page that has the style sheet {@code routes.css} and the table of {@link RouteTable}: each step is a link
     * to its row there, and its title names its file and line.
     *
     * @param states what waits in a queue and what keeps it there, in a few words, by its address
     */
    public static String inPage(RouteMap map, Counts counts, Map<String, String> states) {
        return new RouteDiagram(map, counts, states, true).draw();
    }

    /** The counts of that page as they are now; htmx swaps each by its id. */
    public static String update(RouteMap map, Counts counts, Map<String, String> states) {
        RouteDiagram diagram = new RouteDiagram(map, counts, states, true);
        diagram.layout.boxes().forEach(box -> diagram.svg.append(diagram.labels.of(box)));
        return "<svg>" + diagram.svg.toString().replace("<text", "<text hx-swap-oob=\"innerHTML\"") + "</svg>";
    }

    private static String style() {
        try (InputStream sheet = RouteDiagram.class.getResourceAsStream("routes.css")) {
            return new String(sheet.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String draw() {
        put(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"routes\" role=\"%s\" aria-labelledby=\"diagram-title\""
                        + " width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">%n",
                // an image has nothing in it that can be followed
                inPage ? "group" : "img", layout.width(), layout.height(), layout.width(), layout.height());
        put("<title id=\"diagram-title\">Routes</title>%n");
        if (!inPage) {
            put("<style>%n%s</style>%n", style());
        }
        layout.titles().forEach((stage, x) -> text("stage", x, layout.titleY(), stage.title()));
        put("%s%n<g marker-end=\"url(#arrow)\">%n", ARROW);
        map.links().stream().filter(Link::onFailure).forEach(this::link);
        map.links().stream().filter(link -> !link.onFailure()).forEach(this::link);
        put("</g>%n");
        layout.boxes().forEach(this::box);
        layout.boxes().forEach(box -> svg.append(labels.of(box)));
        return svg.append("</svg>\n").toString();
    }

    private void link(Link link) {
        List<int[]> corners = layout.path(link);
        int[] begin = corners.get(0);
        int[] end = corners.get(corners.size() - 1);
        StringBuilder path = new StringBuilder();
        for (int i = 1; i < corners.size() - 1; i++) {
            int[] at = corners.get(i);
            int[] from = towards(at, corners.get(i - 1));
            int[] to = towards(at, corners.get(i + 1));
            path.append(at[1] == corners.get(i - 1)[1] ? "H" + from[0] : "V" + from[1])
                    .append("q" + (at[0] - from[0]) + " " + (at[1] - from[1]))
                    .append(" " + (to[0] - from[0]) + " " + (to[1] - from[1]));
        }
        put(
                "<path class=\"link%s\" d=\"M%d %d%sL%d %d\"><title>%s → %s%s</title></path>%n",
                link.onFailure() ? " on_failure" : "",
                begin[0],
                begin[1],
                path,
                end[0],
                end[1],
                Text.escape(link.from().id()),
                Text.escape(link.to().id()),
                link.onFailure() ? ", on failure" : "");
    }

    /** A point near a corner, on the way to the next one; no further than half of it. */
    private static int[] towards(int[] corner, int[] next) {
        int dx = next[0] - corner[0];
        int dy = next[1] - corner[1];
        int far = Math.min(RADIUS, (Math.abs(dx) + Math.abs(dy)) / 2);
        return new int[] {corner[0] + Integer.signum(dx) * far, corner[1] + Integer.signum(dy) * far};
    }

    private void box(Box box) {
        Node node = box.node();
        put(
                "<g id=\"%s\" class=\"%s\">%n<title>%s</title>%n<desc>%s</desc>%n",
                map.anchor(node),
                node.isRoute() ? "route" : node.stage() == Stage.JOURNAL ? "journal" : "outside",
                Text.escape(node.id()),
                Text.escape(inPage ? node.description() : description(node)));
        put(
                "<rect class=\"box\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\"/>%n",
                box.x(), box.y(), Box.WIDTH, box.height());
        boolean leads = inPage && node.isRoute();
        put(leads ? "<a href=\"#row-%s\">" : "", map.anchor(node));
        text("name", box.x() + Box.PADDING, box.nameY(), Text.fit(node.id(), Box.COLUMNS - labels.columns(node)));
        put(leads ? "</a>%n" : "%n");
        if (node.isRoute()) {
            text(
                    "from",
                    box.x() + Box.PADDING,
                    box.nameY() + Box.LINE,
                    Text.fit("from " + node.address(), Box.COLUMNS));
        }
        if (!box.lines().isEmpty()) {
            put("<path class=\"rule\" d=\"M%d %dh%d\"/>%n", box.x(), box.y() + Box.HEAD - 2, Box.WIDTH);
        }
        node.steps().forEach(step -> step(box, step));
        put("</g>%n");
    }

    private void step(Box box, RouteStep step) {
        List<Box.Line> lines = box.lines(step);
        boolean whole = lines.size() == 1 && lines.get(0).text().equals(step.text());
        String title = whole ? "" : step.text();
        if (inPage) {
            put("<a href=\"#%s\">", map.anchor(box.node(), step));
            title = step.place().replace(box.node().file() + ":", "line ") + (whole ? "" : "\n" + title);
        } else {
            put("<g>");
        }
        if (!title.isEmpty()) {
            put("<title>%s</title>", Text.escape(title));
        }
        String kind = step.kind().name().toLowerCase(Locale.ROOT);
        lines.forEach(line -> text(kind, box.textX(line), box.middle(line), line.text()));
        put(inPage ? "</a>%n" : "</g>%n");
    }

    private String description(Node node) {
        List<String> leads = map.leads(node);
        return (node.description().isEmpty() ? "" : node.description() + ". ")
                + (node.isRoute() ? "From " + node.address() : "Reached by the routes")
                + (leads.isEmpty() ? "" : ", leads to " + String.join(", ", leads))
                + (node.file().isEmpty() ? "" : "; " + node.file());
    }

    private void text(String kind, int x, int middle, String text) {
        put("<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>", kind, x, middle + BASELINE, Text.escape(text));
    }

    private void put(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format.replace("%n", "\n"), values));
    }
}
