package io.voicewebhooks.diagram;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Where a node is drawn: in a column, from {@code y} on; a head of two lines, then a line or two for each step. */
final class Box {
    static final int WIDTH = 330;
    static final int LINE = 18;
    static final int HEAD = 2 * LINE + 6;
    static final int INDENT = 2;
    /** The width of a character; some fonts have a little less. */
    static final double COLUMN = 6.9;

    static final int PADDING = 10;
    static final int COLUMNS = (int) ((WIDTH - 2 * PADDING) / COLUMN);

    /** A line of text, {@code row} lines below the head. */
    record Line(RouteStep step, String text, int row) {}

    private final Node node;
    private final List<Line> lines = new ArrayList<>();
    private final Map<RouteStep, Integer> rows = new IdentityHashMap<>();
    private int x;
    private int y;

    Box(Node node) {
        this.node = node;
        for (RouteStep step : node.steps()) {
            rows.put(step, lines.size());
            int indent = Math.min(step.depth() * INDENT, COLUMNS / 2);
            String text = step.text().replaceAll("\\$\\{([^{}]*)}", "$1");
            Text.wrap(text, COLUMNS - indent, COLUMNS - indent - INDENT)
                    .forEach(line -> lines.add(new Line(step, line, lines.size())));
        }
    }

    void place(int left, int top) {
        x = left;
        y = top;
    }

    Node node() {
        return node;
    }

    List<Line> lines() {
        return lines;
    }

    List<Line> lines(RouteStep step) {
        return lines.stream().filter(line -> line.step() == step).toList();
    }

    int x() {
        return x;
    }

    int right() {
        return x + WIDTH;
    }

    int y() {
        return y;
    }

    int height() {
        return HEAD + (lines.isEmpty() ? 0 : lines.size() * LINE + LINE / 2);
    }

    int textX(Line line) {
        int indent = Math.min(line.step().depth() * INDENT, COLUMNS / 2);
        boolean continued = line.row() > rows.get(line.step());
        return x + PADDING + (int) ((indent + (continued ? INDENT : 0)) * COLUMN);
    }

    /** The middle of a line of the text. */
    int middle(Line line) {
        return y + HEAD + line.row() * LINE + LINE / 2;
    }

    /** Where a link leaves: at its step, else at the head. */
    int exit(Link link) {
        return link.step().map(this::exit).orElse(entry() + LINE / 2);
    }

    int exit(RouteStep step) {
        return y + HEAD + rows.get(step) * LINE + LINE / 2;
    }

    /** The middle of its name, which is alone in a box that is no route. */
    int nameY() {
        return entry() + (node.isRoute() ? 2 - LINE / 2 : 3);
    }

    /** Where links arrive. */
    int entry() {
        return y + LINE;
    }
}
