package io.voicewebhooks.console;

import io.voicewebhooks.operations.RefusedException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code /deliveries}: what sinks have not got yet, and what they will not get ({@code ?show=dead}). */
final class DeliveriesPage {
    static final String PATH = "/deliveries";
    static final String[] FILTER = {"sink", "type", "call-sid", "since", "until"};
    private static final int ROWS = 50;
    /** The most of which groups are made; with more the page says so. */
    private static final int GROUPED = 1_000;

    private DeliveriesPage() {}

    static void add(Pages pages) {
        pages.get(PATH, Access.READER, DeliveriesPage::list);
        pages.get(PATH + "/letter", Access.OPERATOR, request -> {
            Map<String, Object> letter = request.get("dead-letters/" + request.parameter("id"), Map.of());
            letter.put("json", request.json(letter.get("event")));
            return request.page("letter", "A dead letter", letter);
        });
    }

    private static PageAnswer list(PageRequest request) throws Exception {
        boolean dead = request.parameter("show").equals("dead");
        Map<String, String> filter = request.parameters(FILTER);
        Map<String, Object> model = new HashMap<>();
        model.put("f", filter);
        model.put("filter", PageRequest.query(filter.entrySet().stream()));
        model.put("filtered", !filter.isEmpty());
        model.put("dead", dead);
        List<Map<String, Object>> sinks = request.list("sinks", Map.of());
        sinks.forEach(sink -> {
            sink.put("chosen", Objects.equals(sink.get("name"), filter.get("sink")));
            model.put("offChosen", Objects.equals(true, sink.get("chosen")) && "off".equals(sink.get("state")));
        });
        model.put("sinks", sinks);
        int status = 200;
        try {
            fill(model, request, dead ? "dead-letters" : "deliveries", filter);
        } catch (RefusedException e) {
            status = e.status();
            model.put("problem", e.getMessage());
        }
        return request.page(status, "deliveries", dead ? "Dead letters" : "Deliveries", model);
    }

    /** Asks once, for the list of dead letters is read to its end each time; further pages beyond the groups ask again. */
    private static void fill(Map<String, Object> model, PageRequest request, String kind, Map<String, String> filter)
            throws Exception {
        Map<String, String> parameters = new TreeMap<>(filter);
        parameters.put("limit", String.valueOf(GROUPED));
        Map<String, Object> answer = request.get(kind, parameters);
        List<Map<String, Object>> first = Moments.list(answer, kind.equals("deliveries") ? kind : "deadLetters");
        int total = ((Number) answer.get("total")).intValue();
        String asked = request.parameter("offset");
        int offset = asked.matches("\\d{1,8}") ? Integer.parseInt(asked) : 0;
        int end = Math.min(offset + ROWS, total);
        List<Map<String, Object>> rows = first.stream().skip(offset).limit(ROWS).toList();
        if (end > first.size()) {
            parameters.putAll(Map.of("limit", "" + ROWS, "offset", asked));
            rows = request.list(kind, parameters);
        }
        model.put("groups", groups(first));
        model.put("grouped", total > GROUPED ? GROUPED : 0);
        model.put("rows", rows);
        model.put("total", total);
        model.put("one", total == 1);
        model.put("from", offset + 1);
        model.put("to", end);
        model.put("previous", offset > 0 ? "offset=" + Math.max(0, offset - ROWS) : "");
        model.put("next", end < total ? "offset=" + end : "");
    }

    /** How many a filter matches. */
    static long total(PageRequest request, String kind, Map<String, String> filter) throws Exception {
        Map<String, String> none = new TreeMap<>(filter);
        none.put("limit", "0");
        return ((Number) request.get(kind, none).get("total")).longValue();
    }

    /** {@code state, sink, reason, many, firstFailure, lastSeen} of those that are alike, the most frequent first. */
    private static List<Map<String, Object>> groups(List<Map<String, Object>> deliveries) {
        for (Map<String, Object> each : deliveries) {
            each.putIfAbsent("state", "dead");
            each.putIfAbsent("reason", each.getOrDefault("lastError", ""));
        }
        return deliveries.stream()
                .collect(Collectors.groupingBy(
                        each -> List.of(each.get("state"), each.getOrDefault("sink", ""), each.get("reason")),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .values()
                .stream()
                .map(DeliveriesPage::group)
                .sorted(Comparator.comparing(group -> -(Integer) group.get("many")))
                .toList();
    }

    private static Map<String, Object> group(List<Map<String, Object>> alike) {
        Map<String, Object> group = new HashMap<>(alike.get(0));
        group.put("many", alike.size());
        // RFC 3339 in UTC
        List<String> times = alike.stream()
                .flatMap(each -> Stream.of(each.get("firstFailure"), each.get("lastFailure")))
                .filter(Objects::nonNull)
                .map(Object::toString)
                .sorted()
                .toList();
        group.put("firstFailure", times.isEmpty() ? "" : times.get(0));
        group.put("lastSeen", times.isEmpty() ? "" : times.get(times.size() - 1));
        return group;
    }
}
