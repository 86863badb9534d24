package io.voicewebhooks.console;

import io.voicewebhooks.diagram.Counts;
import io.voicewebhooks.diagram.PassedCounts;
import io.voicewebhooks.diagram.RouteDiagram;
import io.voicewebhooks.diagram.RouteMap;
import io.voicewebhooks.diagram.RouteTable;
import io.voicewebhooks.journal.Queues;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code /routes}: the routes as a picture and as a table, with what has passed since the start and what waits now. */
final class RoutesPage {
    private RoutesPage() {}

    static void add(Pages pages, SinkFigures figures) {
        RouteMap map = RouteMap.of(pages.context());
        Counts counts = PassedCounts.of(pages.context());
        pages.get("/routes", Access.READER, request -> {
            Map<String, String> states = states(request, figures);
            String picture = RouteDiagram.inPage(map, counts, states);
            return request.page(
                    "routes", "Routes", Map.of("picture", picture, "rows", RouteTable.rows(map, counts, states)));
        });
        pages.get("/routes/counts", Access.READER, request -> {
            Map<String, String> states = states(request, figures);
            String picture = RouteDiagram.update(map, counts, states);
            return request.part(
                    "routes-counts", Map.of("picture", picture, "rows", RouteTable.rows(map, counts, states)));
        });
    }

    /** In words, by the address of a queue; empty where all is well and nothing waits. */
    private static Map<String, String> states(PageRequest request, SinkFigures figures) throws Exception {
        Map<String, String> states = new HashMap<>();
        states.put("journal:" + Queues.EVENTS, number(figures.depth(Queues.EVENTS), "waiting"));
        states.put("queue:" + Queues.DEAD_LETTER, number(figures.depth(Queues.DEAD_LETTER), "dead"));
        for (Map<String, Object> sink : request.list("sinks", Map.of())) {
            String words = Stream.of(
                            number(sink.get("waiting"), "waiting"),
                            number(sink.get("retries"), "retrying"),
                            number(figures.deadLetters((String) sink.get("name")), "dead since the start"),
                            "active".equals(sink.get("state")) ? "" : sink.get("state") + ": " + sink.get("reason"))
                    .filter(word -> !word.isEmpty())
                    .collect(Collectors.joining(", "));
            states.put("queue:" + Queues.SINK_PREFIX + sink.get("name"), words);
        }
        return states;
    }

    private static String number(Object number, String what) {
        return number instanceof Number known && known.longValue() > 0 ? known.longValue() + " " + what : "";
    }
}
