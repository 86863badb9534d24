package io.voicewebhooks.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.voicewebhooks.operations.Operations;
import io.voicewebhooks.operations.RefusedException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code /calls}: the calls that the log has, newest first. All that somebody chose is in the URL, which can be shared. */
final class CallsPage {
    static final List<String> FILTERS =
            List.of("number", "call-sid", "status", "flow", "since", "until", "voicemail", "undelivered");

    private static final List<String> STATUSES =
            List.of("completed", "in-progress", "ringing", "no-answer", "busy", "failed", "canceled");
    private static final String CURSOR = "cursor";
    /** Cursors of the newer pages, the newest first: an operation only knows the way to older calls. */
    private static final String NEWER = "newer";

    private static final char BETWEEN = '~';
    private static final int LONGEST_WAY = 1_500;

    private final Pages pages;

    CallsPage(Pages pages) {
        this.pages = pages;
    }

    void add() {
        pages.navigate("/calls", "Calls");
        pages.get("/calls", Access.READER, CallsPage::list);
        pages.get("/calls.csv", Access.OPERATOR, CallsPage::csv);
    }

    /** What is asked for, as operations take it: several values of a name are separated by commas. */
    static Map<String, String> filter(PageRequest request) {
        Map<String, String> filter = new LinkedHashMap<>();
        for (String name : FILTERS) {
            String values = request.http().queryParam(name).stream()
                    .map(String::strip)
                    .filter(value -> !value.isEmpty())
                    .collect(Collectors.joining(","));
            if (!values.isEmpty()) {
                filter.put(name, values);
            }
        }
        return filter;
    }

    private static PageAnswer list(PageRequest request) throws Exception {
        Map<String, String> filter = filter(request);
        Map<String, String> asked = new LinkedHashMap<>(filter);
        String cursor = request.parameter(CURSOR);
        if (!cursor.isEmpty()) {
            asked.put(CURSOR, cursor);
        }
        Map<String, Object> model = new LinkedHashMap<>();
        int status = 200;
        try {
            model.putAll(request.get("calls", asked));
        } catch (RefusedException e) {
            status = e.status();
            model.put("wrong", e.getMessage());
        }
        Moments.list(model, "calls").forEach(CallsPage::describe);
        model.put("filter", filter);
        model.put(
                "filters",
                filter.entrySet().stream().map(each -> chosen(each, filter)).toList());
        model.put(
                "statuses", STATUSES.stream().map(each -> status(each, filter)).toList());
        model.put("query", query(filter));
        model.put("none", Moments.list(model, "calls").isEmpty() && !model.containsKey("wrong"));
        link(model, filter, cursor, request.parameter(NEWER));
        return request.page(status, "calls", "Calls", model);
    }

    private static PageAnswer csv(PageRequest request) throws Exception {
        Map<String, String> asked = filter(request);
        asked.put("format", "csv");
        JsonNode csv = Operations.of(request.context()).get("calls", asked, request.who());
        Map<String, String> headers = Map.of(
                "Content-Type", "text/csv; charset=utf-8", "Content-Disposition", "attachment; filename=\"calls.csv\"");
        return new PageAnswer(200, headers, Buffer.buffer(csv.asText()));
    }

    /** Adds words to a call. */
    static void describe(Map<String, Object> call) {
        call.put("voicemail", Words.clock(call.get("voicemailSeconds")));
        call.put("became", Words.of(Words.text(call, "outcome"), call));
        call.put("lasted", Words.clock(call.get("duration")));
    }

    private static Map<String, Object> chosen(Map.Entry<String, String> one, Map<String, String> filter) {
        Map<String, String> others = new LinkedHashMap<>(filter);
        others.remove(one.getKey());
        return Map.of("name", one.getKey(), "value", one.getValue(), "without", query(others));
    }

    private static Map<String, Object> status(String status, Map<String, String> filter) {
        List<String> chosen = List.of(filter.getOrDefault("status", "").split(","));
        return Map.of("status", status, "chosen", chosen.contains(status));
    }

    private static void link(Map<String, Object> model, Map<String, String> filter, String cursor, String newer) {
        if (model.get("next") instanceof String next) {
            Map<String, String> older = new LinkedHashMap<>(filter);
            older.put(CURSOR, next);
            if (!cursor.isEmpty()) {
                String way = newer + BETWEEN + cursor;
                older.put(NEWER, way.length() > LONGEST_WAY ? way.substring(way.indexOf(BETWEEN, 1)) : way);
            }
            model.put("older", query(older));
        }
        if (!cursor.isEmpty()) {
            int last = newer.lastIndexOf(BETWEEN);
            Map<String, String> back = new LinkedHashMap<>(filter);
            if (last >= 0) {
                back.put(CURSOR, newer.substring(last + 1));
                back.put(NEWER, newer.substring(0, last));
            }
            back.values().removeIf(String::isEmpty);
            model.put("back", query(back));
        }
    }

    private static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "?", ""));
    }
}
