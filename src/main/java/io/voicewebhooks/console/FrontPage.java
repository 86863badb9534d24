package io.voicewebhooks.console;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code /}: the state of the line at a glance, and what to do next. */
final class FrontPage {
    private FrontPage() {}

    static void add(Pages pages) {
        pages.get("/", Access.READER, FrontPage::page);
    }

    private static PageAnswer page(PageRequest request) throws Exception {
        Map<String, Object> model = new HashMap<>();
        List<Map<String, Object>> down = HealthPage.checks(request.context()).stream()
                .filter(check -> "down".equals(check.get("state")))
                .toList();
        model.put("ready", down.stream().noneMatch(check -> Boolean.TRUE.equals(check.get("ready"))));
        // sinks are told of one by one
        model.put(
                "problems",
                down.stream().filter(check -> !check.containsKey("sinks")).toList());
        List<Map<String, Object>> all = SinksPage.all(request);
        List<Map<String, Object>> inactive =
                all.stream().filter(sink -> !sink.containsKey("active")).toList();
        model.put("sinks", all.size());
        model.put("inactive", inactive);
        model.put("inactiveSinks", inactive.size());
        model.put("waiting", all.stream().mapToLong(FrontPage::waiting).sum());
        model.put("deadLetters", DeliveriesPage.total(request, "dead-letters", Map.of()));
        Map<String, Object> log = new HashMap<>();
        boolean known = request.ask("calls", Map.of("limit", "5"), log) == 200;
        Moments.list(log, "calls").forEach(CallsPage::describe);
        model.put(known ? "log" : "noLog", log);
        return request.page("front", "State of the line", model);
    }

    private static long waiting(Map<String, Object> sink) {
        return sink.get("waiting") instanceof Number waiting && sink.get("retries") instanceof Number retries
                ? waiting.longValue() + retries.longValue()
                : 0;
    }
}
