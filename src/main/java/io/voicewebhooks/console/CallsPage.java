package io.voicewebhooks.console;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.voicewebhooks.operations.Operations;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** {@code /calls}: the calls that the log has, newest first. All that somebody chose is in the URL, which can be shared. */
final class CallsPage {
    private static final List<String> STATUSES =
            List.of("completed", "in-progress", "ringing", "no-answer", "busy", "failed", "canceled");

    private CallsPage() {}

    static void add(Pages pages, Downloads downloads) {
        pages.get("/calls", Access.READER, CallsPage::list);
        downloads.add("/calls.csv", request -> csv(request, downloads));
    }

    private static PageAnswer list(PageRequest request) throws Exception {
        Map<String, String> filter = request.parametersBut("cursor", "format");
        Map<String, Object> model = new HashMap<>();
        int status = request.ask("calls", request.parametersBut("format"), model);
        List<Map<String, Object>> calls = Moments.list(model, "calls");
        calls.forEach(CallsPage::describe);
        List<String> chosen = List.of(filter.getOrDefault("status", "").split(","));
        model.put("filter", filter);
        model.put(
                "without",
                filter.keySet().stream().map(name -> without(name, filter)).toList());
        model.put(
                "statuses",
                STATUSES.stream()
                        .map(each -> Map.of("status", each, "chosen", chosen.contains(each)))
                        .toList());
        model.put("query", PageRequest.query(filter.entrySet()));
        model.put("none", calls.isEmpty() && status == 200);
        model.put("later", request.parameter("cursor"));
        return request.page(status, "calls", "Calls", model);
    }

    private static Map<String, String> without(String name, Map<String, String> filter) {
        Map<String, String> others = new TreeMap<>(filter);
        String value = others.remove(name);
        return Map.of("name", name, "value", value, "query", PageRequest.query(others.entrySet()));
    }

    private static Supplier<Future<Void>> csv(PageRequest request, Downloads downloads) throws Exception {
        InputStream csv =
                Operations.of(request.context()).csv("calls", request.parametersBut("cursor", "format"), request.who());
        HttpServerResponse response = request.http()
                .response()
                .setChunked(true)
                .putHeader("Content-Type", "text/csv; charset=utf-8")
                .putHeader("Content-Disposition", "attachment; filename=\"calls.csv\"");
        return request.isHead() ? response::end : () -> downloads.send(csv, response);
    }

    /** Adds words to a call. */
    static void describe(Map<String, Object> call) {
        call.put("voicemail", Words.clock(call.get("voicemailSeconds")));
        call.put("became", Words.of(Words.text(call, "outcome"), call));
        call.put("lasted", Words.clock(call.get("duration")));
    }
}
