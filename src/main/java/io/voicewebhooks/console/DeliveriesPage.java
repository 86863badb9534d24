package io.voicewebhooks.console;

import io.voicewebhooks.operations.RefusedException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code /deliveries}: what sinks have not got yet, and what they will not get ({@code ?show=dead}). */
final class DeliveriesPage {
    static final String PATH = "/deliveries";
    static final String[] FILTER = {"sink", "type", "call-sid", "since", "until"};
    private static final int ROWS = 50;
    /** The most of which groups are made; with more the page says so. */
    private static final int GROUPED = 1_000;

    private final Pages pages;

    DeliveriesPage(Pages pages) {
        this.pages = pages;
    }

    void add() {
        pages.navigate(PATH, "Deliveries");
        pages.get(PATH, Access.READER, this::list);
        pages.get(PATH + "/letter", Access.OPERATOR, request -> {
            Map<String, Object> letter = request.get("dead-letters/" + request.parameter("id"), Map.of());
            letter.put("json", request.json(letter.get("event")));
            return request.page("letter", "A dead letter", letter);
        });
    }

    private PageAnswer list(PageRequest request) throws Exception {
        boolean dead = request.parameter("show").equals("dead");
        Map<String, String> filter = request.parameters(FILTER);
        Map<String, Object> model = new HashMap<>();
        Map<String, String> fields = new HashMap<>();
        filter.forEach((name, value) -> fields.put(name.replace("-", ""), value));
        model.put("f", fields);
        model.put("filter", query(filter));
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
        int offset =
                request.parameter("offset").matches("\\d{1,8}") ? Integer.parseInt(request.parameter("offset")) : 0;
        int end = Math.min(offset + ROWS, total);
        List<Map<String, Object>> rows = first.subList(Math.min(offset, first.size()), Math.min(end, first.size()));
        if (end > first.size()) {
            parameters.put("limit", String.valueOf(ROWS));
            parameters.put("offset", String.valueOf(offset));
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

    /** {@code state, sink, reason, many, first, last} of those that are alike, the most frequent first. */
    private static List<Map<String, Object>> groups(List<Map<String, Object>> deliveries) {
        Map<List<?>, Map<String, Object>> groups = new LinkedHashMap<>();
        for (Map<String, Object> each : deliveries) {
            each.putIfAbsent("state", "dead");
            each.putIfAbsent("reason", each.getOrDefault("lastError", ""));
            List<?> key = List.of(each.get("state"), each.getOrDefault("sink", ""), each.get("reason"));
            Map<String, Object> group = groups.computeIfAbsent(key, first -> new HashMap<>(each));
            group.merge("many", 1, (one, other) -> (Integer) one + (Integer) other);
            group.merge("firstFailure", each.getOrDefault("firstFailure", "~"), DeliveriesPage::earlier);
            String last = (String) each.getOrDefault("lastFailure", each.getOrDefault("firstFailure", ""));
            group.merge("lastSeen", last, (one, other) -> earlier(one, other).equals(one) ? other : one);
        }
        groups.values().forEach(group -> group.remove("firstFailure", "~"));
        List<Map<String, Object>> sorted = new ArrayList<>(groups.values());
        sorted.sort(Comparator.comparing(group -> -(Integer) group.get("many")));
        return sorted;
    }

    /** Of two RFC 3339 times in UTC. */
    private static Object earlier(Object one, Object other) {
        return ((String) one).compareTo((String) other) <= 0 ? one : other;
    }

    /** As it stands in a link. */
    static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
