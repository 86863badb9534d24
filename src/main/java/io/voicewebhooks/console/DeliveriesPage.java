package io.voicewebhooks.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code /deliveries}: what sinks have not got yet, and what they will not get ({@code ?show=dead}). */
final class DeliveriesPage {
    static final String PATH = "/deliveries";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int ROWS = 50;
    /** The most of which groups are made; with more the page says so. */
    private static final int GROUPED = 1_000;

    private DeliveriesPage() {}

    static void add(Pages pages) {
        pages.get(PATH, Access.READER, DeliveriesPage::list);
        pages.get(PATH + "/letter", Access.OPERATOR, request -> {
            Map<String, Object> letter = request.get("dead-letters/" + request.parameter("id"), Map.of());
            // it is JSON in a text
            String event = MAPPER.writeValueAsString(letter.get("event"));
            letter.put("json", MAPPER.readTree(event).toPrettyString());
            return request.page("letter", "A dead letter", letter);
        });
    }

    private static PageAnswer list(PageRequest request) throws Exception {
        boolean dead = request.parameter("show").equals("dead");
        Map<String, String> filter = request.parametersBut("show", "offset");
        Map<String, Object> model = new HashMap<>();
        model.put("f", filter);
        model.put("filter", PageRequest.query(filter.entrySet()));
        model.put("filtered", !filter.isEmpty());
        model.put("dead", dead);
        List<Map<String, Object>> sinks = SinksPage.all(request);
        sinks.forEach(sink -> sink.put("chosen", Objects.equals(sink.get("name"), filter.get("sink"))));
        model.put("sinks", sinks);
        String kind = dead ? "dead-letters" : "deliveries";
        int status = request.ask(kind, with(filter, "limit", GROUPED), model);
        if (status == 200) {
            fill(model, request, kind, filter);
        }
        return request.page(status, "deliveries", dead ? "Dead letters" : "Deliveries", model);
    }

    /** The first page is of what the groups were made of; the list of dead letters is read to its end each time. */
    private static void fill(Map<String, Object> model, PageRequest request, String kind, Map<String, String> filter)
            throws Exception {
        List<Map<String, Object>> first = Moments.list(model, kind.equals("deliveries") ? kind : "deadLetters");
        String offset = request.parameter("offset");
        int from = offset.matches("\\d{1,9}") ? Integer.parseInt(offset) : 0;
        int total = ((Number) model.get("total")).intValue();
        int end = Math.min(from + ROWS, total);
        model.put("groups", groups(first));
        model.put("grouped", total > GROUPED ? GROUPED : 0);
        model.put(
                "rows",
                from == 0
                        ? first.stream().limit(ROWS).toList()
                        : request.list(kind, with(with(filter, "limit", ROWS), "offset", from)));
        model.put("one", total == 1);
        model.put("from", from + 1);
        model.put("to", end);
        model.put("previous", from > 0 ? "offset=" + Math.max(0, from - ROWS) : "");
        model.put("next", end < total ? "offset=" + end : "");
    }

    private static Map<String, String> with(Map<String, String> filter, String name, int value) {
        Map<String, String> more = new TreeMap<>(filter);
        more.put(name, String.valueOf(value));
        return more;
    }

    /** How many a filter matches. */
    static long total(PageRequest request, String kind, Map<String, String> filter) throws Exception {
        return ((Number) request.get(kind, with(filter, "limit", 0)).get("total")).longValue();
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
        TreeSet<String> times = alike.stream()
                .flatMap(each -> Stream.of(each.get("firstFailure"), each.get("lastFailure")))
                .filter(Objects::nonNull)
                .map(Object::toString)
                .collect(Collectors.toCollection(TreeSet::new));
        group.put("firstFailure", times.isEmpty() ? "" : times.first());
        group.put("lastSeen", times.isEmpty() ? "" : times.last());
        return group;
    }
}
