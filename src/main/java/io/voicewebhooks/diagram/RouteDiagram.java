package io.voicewebhooks.diagram;

import io.voicewebhooks.diagram.Counts.Count;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The picture of the routes, as SVG that needs nothing else: no script, no font, no address. */
public final class RouteDiagram {
    private static final String STYLE = """
            svg { --back: #fff; --box: #f6f8fa; --line: #8a94a0; --text: #1f2328; --soft: #59636e; --link: #0969da;
                  --edge: #6e7781; --bad: #cf222e; --store: #fff8e1; color-scheme: light dark; background: var(--back) }
            @media (prefers-color-scheme: dark) {
              svg { --back: #0d1117; --box: #161b22; --line: #59636e; --text: #e6edf3; --soft: #9198a1; --link: #79b8ff;
                    --edge: #8b949e; --bad: #ff7b72; --store: #2b2611 }
            }
            text { font: 11px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: var(--text); white-space: pre }
            .stage { font-size: 15px; font-weight: 600; fill: var(--soft) }
            .name { font-weight: 700 } .from { fill: var(--soft) } .sends { fill: var(--link) }
            .on_failure { fill: var(--soft); font-style: italic } .branch { fill: var(--soft) }
            .box { fill: var(--box); stroke: var(--line) } .outside .box { fill: none; stroke-dasharray: 4 3 }
            .journal .box { fill: var(--store); stroke-width: 2 }
            .rule { stroke: var(--line); opacity: .5 }
            .link { fill: none; stroke: var(--edge); stroke-width: 1.3 } .link.on_failure { stroke-dasharray: 3 3; opacity: .6 }
            .link:hover { stroke: var(--link); stroke-width: 2.5; opacity: 1 }
            .arrow { fill: var(--edge) } .count { text-anchor: end } .bad { fill: var(--bad); font-weight: 700 }
            """;

    private static final int LABEL = 84;
    private static final int RADIUS = 4;
    private static final int PADDING = 10;
    private static final int BASELINE = 4;

    private final RouteMap map;
    private final Counts counts;
    private final Layout layout;
    private final StringBuilder svg = new StringBuilder();
    private final Map<Node, String> ids = new HashMap<>();

    private RouteDiagram(RouteMap map, Counts counts) {
        this.map = map;
        this.counts = counts;
        this.layout = new Layout(map, counts == Counts.NONE ? LABEL / 3 : LABEL);
        Set<String> taken = new HashSet<>();
        for (Node node : map.nodes()) {
            String id = (node.isRoute() ? "route-" : "to-") + node.id().replaceAll("[^A-Za-z0-9_.-]", "_");
            String free = id;
            for (int i = 2; !taken.add(free); i++) {
                free = id + "-" + i;
            }
            ids.put(node, free);
        }
    }

    /** Draws routes, with what has passed so far. The same routes and counts give the same picture. */
    public static String svg(RouteMap map, Counts counts) {
        return new RouteDiagram(map, counts).draw();
    }

    private String draw() {
        put(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"diagram-title\" width=\"%d\""
                        + " height=\"%d\" viewBox=\"0 0 %d %d\">%n",
                layout.width(), layout.height(), layout.width(), layout.height());
        put("<title id=\"diagram-title\">Routes</title>%n<style>%n%s</style>%n", STYLE);
        layout.titles().forEach((stage, x) -> text("stage", x, layout.titleY(), stage.title()));
        map.links().stream().filter(Link::onFailure).forEach(this::link);
        map.links().stream().filter(link -> !link.onFailure()).forEach(this::link);
        layout.boxes().forEach(this::box);
        map.links().forEach(this::counts);
        return svg.append("</svg>\n").toString();
    }

    private void link(Link link) {
        List<int[]> corners = layout.path(link);
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < corners.size(); i++) {
            int[] at = corners.get(i);
            if (i == 0 || i == corners.size() - 1) {
                path.append(i == 0 ? "M" : "L").append(at[0]).append(' ').append(at[1]);
            } else {
                int[] before = towards(at, corners.get(i - 1));
                int[] after = towards(at, corners.get(i + 1));
                path.append(String.format(
                        Locale.ROOT, "L%d %dQ%d %d %d %d", before[0], before[1], at[0], at[1], after[0], after[1]));
            }
        }
        put(
                "<path class=\"link%s\" data-from=\"%s\" data-to=\"%s\" d=\"%s\"><title>%s → %s%s</title></path>%n",
                link.onFailure() ? " on_failure" : "",
                ids.get(link.from()),
                ids.get(link.to()),
                path,
                Text.escape(link.from().id()),
                Text.escape(link.to().id()),
                link.onFailure() ? ", on failure" : "");
        int[] end = corners.get(corners.size() - 1);
        int back = layout.isWithin(link) ? 7 : -7;
        put("<path class=\"arrow\" d=\"M%d %dl%d -4v8z\"/>%n", end[0], end[1], back);
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
                "<g id=\"%s\" class=\"%s\" data-file=\"%s\">%n<title>%s</title>%n<desc>%s</desc>%n",
                ids.get(node),
                node.isRoute() ? "route" : node.stage() == Stage.JOURNAL ? "journal" : "outside",
                Text.escape(node.file()),
                Text.escape(node.id()),
                Text.escape(description(node)));
        put(
                "<rect class=\"box\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\"/>%n",
                box.x(), box.y(), Box.WIDTH, box.height());
        Optional<Count> count = node.isRoute() ? counts.route(node.id()) : Optional.empty();
        int taken = count.map(passed -> Text.columns(label(passed)) + 2).orElse(0);
        int middle = box.entry() - (node.isRoute() ? Box.LINE / 2 - 2 : 0) + (node.isRoute() ? 0 : 3);
        text("name", box.x() + PADDING, middle, Text.fit(node.id(), Box.COLUMNS - taken));
        count.ifPresent(passed -> count(passed, box.right() - PADDING, middle));
        if (node.isRoute()) {
            text("from", box.x() + PADDING, middle + Box.LINE, Text.fit("from " + node.address(), Box.COLUMNS));
        }
        if (!box.lines().isEmpty()) {
            put("<path class=\"rule\" d=\"M%d %dh%d\"/>%n", box.x(), box.y() + Box.HEAD - 2, Box.WIDTH);
        }
        for (Box.Line line : box.lines()) {
            Step step = line.step();
            put("<g data-line=\"%d\"><title>%s</title>", step.line(), Text.escape(step.text()));
            String kind = step.kind().name().toLowerCase(Locale.ROOT);
            text(kind, box.textX(line), box.middle(line), line.text());
            put("</g>%n");
        }
        put("</g>%n");
    }

    private String description(Node node) {
        List<String> leads = map.leads(node);
        return (node.description().isEmpty() ? "" : node.description() + ". ")
                + (node.isRoute() ? "From " + node.address() : "Reached by the routes")
                + (leads.isEmpty() ? "" : ", leads to " + String.join(", ", leads))
                + (node.file().isEmpty() ? "" : "; " + node.file());
    }

    private void counts(Link link) {
        link.step().flatMap(step -> counts.step(link.from().id(), step.id())).ifPresent(passed -> {
            int[] start = layout.path(link).get(0);
            count(passed, start[0] + LABEL - BASELINE, start[1] - BASELINE - 2);
        });
    }

    private void count(Count count, int right, int middle) {
        put(
                "<text class=\"count\" x=\"%d\" y=\"%d\">%s<tspan class=\"bad\">%s</tspan></text>%n",
                right, middle + BASELINE, rounded(count.total()), failed(count));
    }

    private static String label(Count count) {
        return rounded(count.total()) + failed(count);
    }

    private static String failed(Count count) {
        return count.failed() > 0 ? " ✗" + rounded(count.failed()) : "";
    }

    /** Four digits at most. */
    private static String rounded(long number) {
        long rest = number;
        String unit = "";
        for (String next : List.of("k", "M", "G", "T")) {
            if (rest < 10_000) {
                break;
            }
            rest /= 1000;
            unit = next;
        }
        return rest + unit;
    }

    private void text(String kind, int x, int middle, String text) {
        put("<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>", kind, x, middle + BASELINE, Text.escape(text));
    }

    private void put(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format.replace("%n", "\n"), values));
    }
}
