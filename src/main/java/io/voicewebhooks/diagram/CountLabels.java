package io.voicewebhooks.diagram;

import io.voicewebhooks.diagram.Counts.Count;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The figures on the picture, each with an id. */
final class CountLabels {
    /** Room for one where a link begins. */
    static final int WIDTH = 84;

    private static final int BASELINE = 4;

    private final RouteMap map;
    private final Counts counts;
    /** By address. */
    private final Map<String, String> states;

    CountLabels(RouteMap map, Counts counts, Map<String, String> states) {
        this.map = map;
        this.counts = counts;
        this.states = states;
    }

    /** What has passed a box, what its steps have sent, and below it what waits there. */
    String of(Box box) {
        Node node = box.node();
        String anchor = map.anchor(node);
        StringBuilder svg = new StringBuilder();
        if (node.isRoute()) {
            counts.route(node.id())
                    .ifPresent(count -> svg.append(count(anchor, count, box.right() - Box.PADDING, box.nameY())));
        }
        for (RouteStep step : node.steps()) {
            if (step.address().isPresent()) {
                int y = box.exit(step) - BASELINE - 2;
                counts.step(node.id(), step.id())
                        .ifPresent(count ->
                                svg.append(count(map.anchor(node, step), count, box.right() + WIDTH - BASELINE, y)));
            }
        }
        String state = states.get(node.address());
        if (state != null) {
            int y = box.y() + box.height() + Box.LINE / 2;
            String text = Text.escape(Text.fit(state, Box.COLUMNS));
            svg.append(label("waits", "w-" + anchor, box.x() + Box.PADDING, y, text));
        }
        return svg.toString();
    }

    /** How much of the line with its name the figures of a box take. */
    int columns(Node node) {
        Optional<Count> count = node.isRoute() ? counts.route(node.id()) : Optional.empty();
        return count.map(passed -> Text.columns(rounded(passed.total()) + failed(passed)) + 2)
                .orElse(0);
    }

    /** Nothing where nothing has passed. */
    private String count(String anchor, Count count, int right, int middle) {
        String failed = count.failed() == 0 ? "" : "<tspan class=\"bad\">" + failed(count) + "</tspan>";
        String text = count.total() == 0 ? "" : rounded(count.total()) + failed;
        return label("count", "c-" + anchor, right, middle, text);
    }

    private String label(String kind, String id, int x, int middle, String content) {
        return "<text class=\"%s\" id=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n"
                .formatted(kind, id, x, middle + BASELINE, content);
    }

    private static String failed(Count count) {
        return count.failed() == 0 ? "" : " ✗" + rounded(count.failed());
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
}
