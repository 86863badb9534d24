package io.voicewebhooks.console;

import io.voicewebhooks.operations.Jobs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is done with one delivery, or with all that a filter matches; each says first how many that are. */
final class DeliveryActions {
    private static final List<Action> ACTIONS = List.of(
            new Action("retry-now", "deliveries", "Try again now", "is tried again at once", false),
            new Action(
                    "redrive", "dead-letters", "Redrive", "is delivered afresh, as if it had never been tried", false),
            new Action("drop", "dead-letters", "Drop", "is removed for good", true),
            new Action("drop-waiting", "deliveries", "Drop", "is removed for good", true));

    private final Pages pages;

    /**
     * @param kind    the list whose deliveries it changes
     * @param meaning what happens to each
     */
    private record Action(String path, String kind, String name, String meaning, boolean drops) {
        boolean isRetry() {
            return path.equals("retry-now");
        }

        String operation() {
            return kind + "/" + path.replace("-waiting", "");
        }

        String list() {
            return DeliveriesPage.PATH + (kind.equals("deliveries") ? "" : "?show=dead");
        }
    }

    DeliveryActions(Pages pages) {
        this.pages = pages;
    }

    void add() {
        for (Action action : ACTIONS) {
            String path = DeliveriesPage.PATH + "/" + action.path();
            pages.get(path, Access.OPERATOR, request -> ask(request, action));
            pages.post(path, request -> act(request, action));
        }
        pages.get("/jobs/:id", Access.OPERATOR, DeliveryActions::job);
        pages.post("/jobs/:id/cancel", request -> {
            Jobs.of(request.context()).cancel(request.path("id"), request.who());
            return request.redirect("/jobs/" + request.path("id"));
        });
    }

    private static Map<String, String> filter(PageRequest request, Action action) {
        return action.isRetry() ? request.parameters("sink") : request.parameters(DeliveriesPage.FILTER);
    }

    private static PageAnswer ask(PageRequest request, Action action) throws Exception {
        Map<String, String> filter = filter(request, action);
        String id = request.parameter("id");
        long many = !id.isEmpty()
                ? 1
                : action.isRetry() ? retries(request, filter) : DeliveriesPage.total(request, action.kind(), filter);
        Map<String, Object> model = new HashMap<>();
        model.put("action", action.path());
        model.put("back", action.list());
        model.put("name", action.name());
        model.put("meaning", action.meaning());
        model.put("drops", action.drops());
        model.put("id", id);
        model.put("many", many);
        model.put("one", many == 1);
        model.put(
                "filter",
                filter.entrySet().stream()
                        .map(each -> Map.of("key", each.getKey(), "value", each.getValue()))
                        .toList());
        return request.page("confirm", action.name() + "?", model);
    }

    /** Those that wait for a time, of a sink or of all. */
    private static long retries(PageRequest request, Map<String, String> filter) throws Exception {
        return request.list("sinks", Map.of()).stream()
                .filter(sink ->
                        filter.getOrDefault("sink", (String) sink.get("name")).equals(sink.get("name")))
                .mapToLong(sink -> sink.get("retries") instanceof Number retries ? retries.longValue() : 0)
                .sum();
    }

    private static PageAnswer act(PageRequest request, Action action) throws Exception {
        String id = request.parameter("id");
        if (!id.isEmpty() && !action.kind().equals("deliveries")) {
            request.post(action.kind() + "/" + id + "/" + action.path(), request.parameters("reason"));
            return request.redirect(
                    action.list(), "The dead letter " + (action.drops() ? "is gone." : "is delivered afresh."));
        }
        Map<String, String> parameters = new TreeMap<>(filter(request, action));
        if (parameters.isEmpty()) {
            parameters.put("all", "true");
        }
        if (action.isRetry()) {
            Object retried = request.post(action.operation(), parameters).get("retried");
            return request.redirect(action.list(), "Deliveries that are tried again now: " + retried + ".");
        }
        parameters.putAll(request.parameters("reason"));
        return request.redirect(
                "/jobs/" + Jobs.of(request.context()).start(action.operation(), parameters, request.who()));
    }

    private static PageAnswer job(PageRequest request) {
        return Jobs.of(request.context())
                .find(request.path("id"))
                .map(job -> {
                    Map<String, Object> model = request.map(job);
                    model.put("running", job.ended() == null);
                    model.put("dead", job.operation().startsWith("dead"));
                    return request.page("job", "Job: " + job.operation().replace("/", ", "), model);
                })
                .orElseGet(() -> request.error(404, "There is no such job; one that has ended is kept for an hour."));
    }
}
