package io.voicewebhooks.diagram;

import static java.util.stream.Collectors.toCollection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Where everything is drawn. Boxes stand in a column a stage. Links run in the gutters behind the columns, and, where they go
 * further than to the next one, along lanes above all boxes; those that lead to the same box share a lane.
 */
final class Layout {
    private static final int MARGIN = 24;
    private static final int TITLE = 40;
    private static final int GAP = 2 * Box.LINE;
    private static final int LANE = 8;
    private static final int ARROW = 22;
    /** Each column begins a little lower than the one before, so that no link runs along another that leads elsewhere. */
    private static final int STAGGER = 3;

    private final Map<Node, Box> boxes = new LinkedHashMap<>();
    private final Map<Stage, List<Box>> columns = new EnumMap<>(Stage.class);
    private final List<Stage> stages;
    private final List<List<Node>> gutters = new ArrayList<>();
    private final List<Node> lanes;
    private final int label;
    private int width = MARGIN;
    private int height;

    /** Leaves so much room for a label where a link begins. */
    Layout(RouteMap map, int label) {
        this.label = label;
        map.nodes().forEach(node -> boxes.put(node, new Box(node)));
        boxes.values().forEach(box -> columns.computeIfAbsent(box.node().stage(), stage -> new ArrayList<>())
                .add(box));
        stages = List.copyOf(columns.keySet());
        arrange(map);
        lanes = map.links().stream()
                .filter(this::isLong)
                .map(Link::to)
                .distinct()
                .toList();
        int top = MARGIN + TITLE + lanes.size() * LANE + Box.LINE;
        for (Stage stage : stages) {
            int y = top + column(stage) * STAGGER;
            for (Box box : columns.get(stage)) {
                box.place(0, y);
                y += (box.height() + GAP + Box.LINE - 1) / Box.LINE * Box.LINE;
            }
            height = Math.max(height, y);
        }
        for (Stage stage : stages) {
            columns.get(stage).forEach(box -> box.place(width, box.y()));
            gutters.add(gutter(map, column(stage)));
            width += Box.WIDTH + label + gutters.get(column(stage)).size() * LANE + ARROW;
        }
    }

    /** Those that are reached come in the order in which the columns before lead to them, then the others. */
    private void arrange(RouteMap map) {
        Map<Node, Integer> order = new LinkedHashMap<>();
        for (Stage stage : stages) {
            columns.get(stage).stream()
                    .map(Box::node)
                    .flatMap(node -> map.links().stream().filter(link -> link.from() == node))
                    .sorted(Comparator.comparing(Link::onFailure))
                    .filter(link -> link.to().stage().compareTo(stage) > 0)
                    .forEach(link -> order.putIfAbsent(link.to(), order.size()));
            columns.get(stage).sort(Comparator.comparing(box -> order.getOrDefault(box.node(), Integer.MAX_VALUE)));
            columns.get(stage).forEach(box -> order.putIfAbsent(box.node(), order.size()));
        }
    }

    /** The boxes for which a gutter has a lane, the highest first. */
    private List<Node> gutter(RouteMap map, int gutter) {
        Comparator<Node> order = Comparator.comparingInt(
                        (Node node) -> boxes.get(node).y())
                .thenComparing(node -> node.stage())
                .thenComparing(Node::id);
        return map.links().stream()
                .filter(link -> column(link.from()) == gutter || isLong(link) && column(link.to()) == gutter + 1)
                .map(Link::to)
                .collect(toCollection(() -> new TreeSet<>(order)))
                .stream()
                .toList();
    }

    private int column(Node node) {
        return column(node.stage());
    }

    private int column(Stage stage) {
        return stages.indexOf(stage);
    }

    private boolean isLong(Link link) {
        int further = column(link.to()) - column(link.from());
        return further < 0 || further > 1;
    }

    /** The corners of a link, from its step to its box. */
    List<int[]> path(Link link) {
        Box from = boxes.get(link.from());
        Box to = boxes.get(link.to());
        int x = laneX(column(link.from()), link.to());
        List<int[]> corners = new ArrayList<>();
        corners.add(new int[] {from.right(), from.exit(link)});
        corners.add(new int[] {x, from.exit(link)});
        if (isLong(link)) {
            int y = MARGIN + TITLE + lanes.indexOf(link.to()) * LANE;
            int last = column(link.to()) == 0 ? to.x() - MARGIN / 2 : laneX(column(link.to()) - 1, link.to());
            corners.add(new int[] {x, y});
            corners.add(new int[] {last, y});
            corners.add(new int[] {last, to.entry()});
        } else {
            corners.add(new int[] {x, to.entry()});
        }
        corners.add(new int[] {isWithin(link) ? to.right() : to.x(), to.entry()});
        return corners;
    }

    private int laneX(int gutter, Node to) {
        int left = columns.get(stages.get(gutter)).get(0).right() + label;
        return left + gutters.get(gutter).indexOf(to) * LANE;
    }

    /** Whether a link stays in its column, and arrives from the right. */
    boolean isWithin(Link link) {
        return link.from().stage() == link.to().stage();
    }

    Iterable<Box> boxes() {
        return boxes.values();
    }

    Map<Stage, Integer> titles() {
        Map<Stage, Integer> titles = new EnumMap<>(Stage.class);
        stages.forEach(stage -> titles.put(stage, columns.get(stage).get(0).x()));
        return titles;
    }

    int titleY() {
        return MARGIN + Box.LINE / 2;
    }

    int width() {
        return width - label - ARROW + MARGIN;
    }

    int height() {
        return height;
    }
}
