package io.voicewebhooks.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.voicewebhooks.operations.Operations;
import io.voicewebhooks.operations.RefusedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code /calls}: the calls that the log has, newest first. All that somebody chose is in the URL, which can be shared. */
final class CallsPage {
    private static final String[] FILTERS = {
        "number", "call-sid", "status", "flow", "since", "until", "voicemail", "undelivered"
    };
    private static final List<String> STATUSES =
            List.of("completed", "in-progress", "ringing", "no-answer", "busy", "failed", "canceled");
    /** Further pages back than these lead to the newest one. */
    private static final int MOST_CURSORS = 50;

    private CallsPage() {}

    static void add(Pages pages) {
        pages.get("/calls", Access.READER, CallsPage::list);
        pages.get("/calls.csv", Access.OPERATOR, CallsPage::csv);
    }

    private static PageAnswer list(PageRequest request) throws Exception {
        Map<String, String> filter = request.parameters(FILTERS);
        Map<String, String> asked = new HashMap<>(filter);
        // of the pages from the newest to this one, since an operation only knows the way to older calls
        List<String> cursors = request.http().queryParam("cursor");
        if (!cursors.isEmpty()) {
            asked.put("cursor", cursors.get(cursors.size() - 1));
        }
        Map<String, Object> model = new HashMap<>();
        int status = 200;
        try {
            model.putAll(request.get("calls", asked));
        } catch (RefusedException e) {
            status = e.status();
            model.put("wrong", e.getMessage());
        }
        List<Map<String, Object>> calls = Moments.list(model, "calls");
        calls.forEach(CallsPage::describe);
        model.put("filter", filter);
        model.put(
                "filters",
                filter.entrySet().stream().map(each -> chosen(each, filter)).toList());
        model.put(
                "statuses", STATUSES.stream().map(each -> status(each, filter)).toList());
        model.put("query", PageRequest.query(filter.entrySet().stream()));
        model.put("none", calls.isEmpty() && status == 200);
        if (!cursors.isEmpty()) {
            model.put("back", link(filter, cursors.subList(0, cursors.size() - 1)));
        }
        if (model.get("next") instanceof String next) {
            List<String> older =
                    new ArrayList<>(cursors.subList(Math.max(0, cursors.size() - MOST_CURSORS), cursors.size()));
            older.add(next);
            model.put("older", link(filter, older));
        }
        return request.page(status, "calls", "Calls", model);
    }

    private static String link(Map<String, String> filter, List<String> cursors) {
        return "?"
                + PageRequest.query(Stream.concat(
                        filter.entrySet().stream(), cursors.stream().map(cursor -> Map.entry("cursor", cursor))));
    }

    private static PageAnswer csv(PageRequest request) throws Exception {
        Map<String, String> asked = request.parameters(FILTERS);
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
        return Map.of(
                "name",
                one.getKey(),
                "value",
                one.getValue(),
                "without",
                PageRequest.query(others.entrySet().stream()));
    }

    private static Map<String, Object> status(String status, Map<String, String> filter) {
        List<String> chosen = List.of(filter.getOrDefault("status", "").split(","));
        return Map.of("status", status, "chosen", chosen.contains(status));
    }
}
