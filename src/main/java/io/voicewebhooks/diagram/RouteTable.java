package io.voicewebhooks.diagram;

import io.voicewebhooks.diagram.Counts.Count;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the picture shows, as a table for those who cannot see it. */
public final class RouteTable {
    private RouteTable() {}

    /**
     * A map a route, or a place to which routes send: {@code anchor, id, description, from, leads, file, taken, failed, state}
     * and its {@code steps}: {@code anchor, indent, text, place, sent, failed}. What is not known is empty text.
     */
    public static List<Map<String, Object>> rows(RouteMap map, Counts counts, Map<String, String> states) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Node route : map.nodes()) {
            Map<String, Object> row = new HashMap<>();
            row.put("anchor", map.anchor(route));
            row.put("id", route.id());
            row.put("description", route.description());
            row.put("from", route.address());
            row.put("leads", String.join(", ", map.leads(route)));
            row.put("file", route.file());
            row.put("state", states.getOrDefault(route.address(), ""));
            put(row, "taken", route.isRoute() ? counts.route(route.id()) : Optional.empty());
            row.put(
                    "steps",
                    route.steps().stream()
                            .map(step -> row(map, route, step, counts))
                            .toList());
            rows.add(row);
        }
        return rows;
    }

    private static Map<String, Object> row(RouteMap map, Node route, RouteStep step, Counts counts) {
        Map<String, Object> row = new HashMap<>();
        row.put("anchor", map.anchor(route, step));
        row.put("indent", "\u00a0\u00a0\u00a0".repeat(step.depth()));
        row.put("text", step.text());
        row.put("place", step.place());
        put(row, "sent", step.address().flatMap(address -> counts.step(route.id(), step.id())));
        return row;
    }

    private static void put(Map<String, Object> row, String name, Optional<Count> count) {
        row.put(name, count.<Object>map(Count::total).orElse(""));
        row.put("failed", count.<Object>map(Count::failed).orElse(""));
    }
}
