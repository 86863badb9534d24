package io.voicewebhooks.console;

import io.voicewebhooks.operations.Jobs;
import io.voicewebhooks.operations.Operations;
import java.util.List;
import java.util.Map;

/** What is done with one delivery, or with all that a filter matches; each says first how many that are. */
final class DeliveryActions {
    private static final List<Action> ACTIONS = List.of(
            new Action("retry-now", "deliveries", "Try again now", "is tried again at once", false),
            new Action(
                    "redrive", "dead-letters", "Redrive", "is delivered afresh, as if it had never been tried", false),
            new Action("drop", "dead-letters", "Drop", "is removed for good", true),
            new Action("drop-waiting", "deliveries", "Drop", "is removed for good", true));

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

    private DeliveryActions() {}

    static void add(Pages pages, Jobs jobs) {
        for (Action action : ACTIONS) {
            String path = DeliveriesPage.PATH + "/" + action.path();
            pages.get(path, Access.OPERATOR, request -> ask(request, action));
            pages.post(path, request -> act(request, action, jobs));
        }
        pages.get("/jobs/:id", Access.OPERATOR, request -> jobs.find(request.path("id"))
                // others than those of this page begin by HTTP, and tell there what they did
                .filter(job ->
                        ACTIONS.stream().anyMatch(action -> action.operation().equals(job.operation())))
                .map(job -> {
                    String[] words = job.operation().split("/");
                    boolean dead = words[0].equals("dead-letters");
                    String title = "Job: " + words[1] + " " + words[0].replace('-', ' ');
                    return request.page("job", title, Map.of("job", job, "dead", dead));
                })
                .orElseGet(() -> request.error(404, "There is no such job; one that has ended is kept for an hour.")));
        pages.post("/jobs/:id/cancel", request -> {
            jobs.cancel(request.path("id"), request.who());
            return request.redirect("/jobs/" + request.path("id"));
        });
    }

    private static PageAnswer ask(PageRequest request, Action action) throws Exception {
        Map<String, String> filter = request.parametersBut("id");
        String id = request.parameter("id");
        long many = 1;
        if (id.isEmpty()) {
            Operations.of(request.context()).check(action.operation(), filter, request.who());
            many = action.isRetry() ? retries(request, filter) : DeliveriesPage.total(request, action.kind(), filter);
        }
        Map<String, Object> model = request.map(action);
        model.put("back", action.list());
        model.put("id", id);
        model.put("many", many);
        model.put("one", many == 1);
        model.put("filter", filter);
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

    /** With a filter, or {@code all}: the operation does not take nothing for everything. */
    private static PageAnswer act(PageRequest request, Action action, Jobs jobs) throws Exception {
        String id = request.parameter("id");
        String back = request.ours("back", action.list());
        Map<String, String> parameters = request.parametersBut("id", "back");
        if (!id.isEmpty()) {
            request.post(action.kind() + "/" + id + "/" + action.path(), parameters);
            return request.redirect(back, "The dead letter " + (action.drops() ? "is gone." : "is delivered afresh."));
        }
        if (action.isRetry()) {
            Object retried = request.post(action.operation(), parameters).get("retried");
            return request.redirect(back, "Deliveries that are tried again now: " + retried + ".");
        }
        return request.redirect("/jobs/" + jobs.start(action.operation(), parameters, request.who()));
    }
}
