package io.voicewebhooks.console;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code /sinks}: what each sink does; pausing and resuming one. */
final class SinksPage {
    private SinksPage() {}

    static void add(Pages pages, SinkFigures figures) {
        pages.get(
                "/sinks",
                Access.READER,
                request -> request.page("sinks", "Sinks", Map.of("sinks", sinks(request, figures))));
        pages.get("/sinks/:name/pause", Access.OPERATOR, SinksPage::ask);
        pages.post("/sinks/:name/pause", request -> {
            request.post(operation(request, "pause"), request.parametersBut());
            return request.redirect("/sinks", "The sink " + request.path("name") + " is paused: its events wait.");
        });
        pages.post("/sinks/:name/resume", request -> {
            request.post(operation(request, "resume"), request.parametersBut());
            return request.redirect("/sinks", "The sink " + request.path("name") + " is active again.");
        });
    }

    /** Each as the operation tells it, and its state as a name: {@code active} or {@code off} or {@code held}. */
    static List<Map<String, Object>> all(PageRequest request) throws Exception {
        List<Map<String, Object>> sinks = request.list("sinks", Map.of());
        sinks.forEach(sink -> sink.put((String) sink.get("state"), true));
        return sinks;
    }

    /** The same with figures, and what a try failed of that waits for another one. */
    private static List<Map<String, Object>> sinks(PageRequest request, SinkFigures figures) throws Exception {
        List<Map<String, Object>> sinks = all(request);
        for (Map<String, Object> sink : sinks) {
            String name = (String) sink.get("name");
            sink.putAll(figures.of(name));
            sink.put("known", sink.get("waiting") != null);
            if (sink.get("retries") instanceof Number retries && retries.longValue() > 0) {
                // those that wait for another try are listed behind those that wait for their turn
                String offset = sink.get("waiting").toString();
                Map<String, String> last = Map.of("sink", name, "limit", "1", "offset", offset);
                request.list("deliveries", last).stream()
                        .filter(retry -> !Objects.equals(retry.get("reason"), sink.get("reason")))
                        .forEach(retry -> sink.put("retry", retry));
            }
        }
        return sinks;
    }

    private static PageAnswer ask(PageRequest request) throws Exception {
        String name = request.path("name");
        return all(request).stream()
                .filter(sink -> name.equals(sink.get("name")) && !sink.containsKey("off"))
                .findFirst()
                .map(sink -> request.page("pause", "Pause the sink " + name, sink))
                .orElseGet(() -> request.error(404, "There is no such sink that is switched on."));
    }

    private static String operation(PageRequest request, String what) {
        return "sinks/" + request.path("name") + "/" + what;
    }
}
