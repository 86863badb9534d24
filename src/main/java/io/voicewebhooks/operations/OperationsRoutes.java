package io.voicewebhooks.operations;

import io.voicewebhooks.delivery.Sinks;
import io.voicewebhooks.journal.Journal;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.builder.RouteBuilder;

/**
 * What operators do, over HTTP on the management port. Parameters travel in the query, replies are JSON; an action needs
 * {@code Authorization: Bearer <voice.management.token>}, and so does everything else once that is configured.
 *
 * <pre>{@code
 * GET  /operations/dead-letters?sink=&type=&call-sid=&since=&until=&limit=100&offset=0
 *        {total, offset, limit, deadLetters: [{id, sink, eventId, type, callSid, attempts, firstFailure, lastFailure,
 *        lastError}]}
 * GET  /operations/dead-letters/{id}                  the same of one, with errors: [{time, error}] and event: {...}
 * POST /operations/dead-letters/{id}/redrive          {redriven: 1}
 * POST /operations/dead-letters/{id}/drop?reason=     {dropped: 1}
 * POST /operations/dead-letters/redrive?sink=&...     {redriven: 7, left: 0}; a filter, or all=true
 * POST /operations/dead-letters/drop?reason=&sink=&...  {dropped: 7}
 * GET  /operations/deliveries?sink=&type=&call-sid=&since=&until=&limit=100&offset=0
 *        {total, offset, limit, deliveries: [{sink, state, eventId, type, callSid, attempts, nextTry, reason}]}
 * POST /operations/deliveries/drop?sink=&reason=&...  {dropped: 7, left: 0}; of a sink that is off or gone
 * POST /operations/deliveries/retry-now?sink=         {retried: 7}; a sink, or all=true
 * GET  /operations/sinks                              {sinks: [{name, state, reason, waiting, retries}]}
 * POST /operations/sinks/{name}/pause?reason=         the same of one
 * POST /operations/sinks/{name}/resume                the same of one
 * }</pre>
 *
 * Otherwise {@code {error}} with 400 (a parameter is wrong: which one, what was found, what is allowed), 401, 403 (no token
 * is configured), 404, 409 (not with this one), 501 (the broker cannot), 503 (the broker does not answer).
 */
final class OperationsRoutes {
    /** What an operation answers. */
    private interface Answer {
        Object to(OperatorRequest request) throws Exception;
    }

    private final RouteBuilder routes;
    private final DeadLetters letters;

    /**
     * @param routes where they go; this is no RouteBuilder itself, camel-main would find it and add it to every application
     */
    OperationsRoutes(RouteBuilder routes) {
        this.routes = routes;
        this.letters = new DeadLetters(journal(), () -> sinks().names());
    }

    void add() {
        routes.onException(RefusedException.class).handled(true).process(JsonReply::refused);
        routes.onException(Exception.class).handled(true).process(JsonReply::failed);

        routes.from(ManagementHttp.COMPONENT + ":" + ManagementPage.PATH + "?httpMethodRestrict=GET")
                .routeId("operations-page")
                .process(new ManagementPage());

        Set<String> page = with("limit", "offset");
        read("dead-letters-list", "/dead-letters", true, page, this::list);
        read("dead-letters-show", "/dead-letters/{id}", false, Set.of(), request -> letters.show(request.name()));
        act("dead-letters-redrive", "/dead-letters/{id}/redrive", Set.of(), this::redrive);
        act("dead-letters-drop", "/dead-letters/{id}/drop", Set.of("reason"), this::drop);
        act("dead-letters-redrive-many", "/dead-letters/redrive", with("all"), this::redriveMany);
        act("dead-letters-drop-many", "/dead-letters/drop", with("all", "reason"), this::dropMany);

        DeliveryOperations deliveries = new DeliveryOperations(routes.getContext());
        read("deliveries-list", "/deliveries", true, page, deliveries::list);
        act("deliveries-drop", "/deliveries/drop", with("reason"), deliveries::drop);
        act("deliveries-retry-now", "/deliveries/retry-now", Set.of("sink", "all"), deliveries::retryNow);

        read("sinks-list", "/sinks", true, Set.of(), request -> sinks().list());
        act("sinks-pause", "/sinks/{name}/pause", Set.of("reason"), request -> sinks().pause(
                        request.name(), request.reason(), request.operator()));
        act("sinks-resume", "/sinks/{name}/resume", Set.of(), request -> sinks().resume(
                        request.name(), request.operator()));
    }

    private void read(String id, String path, boolean open, Set<String> parameters, Answer answer) {
        route(id, path + "?httpMethodRestrict=GET", new BearerToken(open, parameters), answer);
    }

    private void act(String id, String path, Set<String> parameters, Answer answer) {
        route(id, path + "?httpMethodRestrict=POST", new BearerToken(false, parameters), answer);
    }

    private void route(String id, String path, BearerToken access, Answer answer) {
        routes.from(ManagementHttp.COMPONENT + ":/operations" + path)
                .routeId("operations-" + id)
                .process(access)
                .process(exchange -> exchange.getMessage()
                        .setBody(answer.to(exchange.getMessage().getBody(OperatorRequest.class))))
                .process(JsonReply::json);
    }

    private Object list(OperatorRequest request) {
        return letters.list(LetterFilter.of(request, Clock.systemUTC()), request.offset(), request.limit());
    }

    private Object redrive(OperatorRequest request) {
        letters.redrive(request.name(), request.operator());
        return Map.of("redriven", 1);
    }

    private Object drop(OperatorRequest request) {
        letters.drop(request.name(), request.reason(), request.operator());
        return Map.of("dropped", 1);
    }

    private Object redriveMany(OperatorRequest request) {
        LetterFilter filter = many(request);
        int redriven = letters.redrive(filter, request.operator());
        return Map.of("redriven", redriven, "left", letters.count(filter.selector()));
    }

    private Object dropMany(OperatorRequest request) {
        LetterFilter filter = many(request);
        return Map.of("dropped", letters.drop(filter, request.reason(), request.operator()));
    }

    private LetterFilter many(OperatorRequest request) {
        LetterFilter filter = LetterFilter.of(request, Clock.systemUTC());
        if (filter.isEmpty() && !request.all()) {
            throw new RefusedException(
                    400, "this means every dead letter; say which (sink, type, ...), or --all (all=true)");
        }
        // letters of a sink that is switched off count, a misspelt name has none
        filter.sink().filter(sink -> letters.count(filter.selector()) == 0).ifPresent(sink -> sinks().find(sink));
        return filter;
    }

    private SinkStates sinks() {
        return new SinkStates(Sinks.of(routes.getContext()), journal());
    }

    private Journal journal() {
        return Journal.of(routes.getContext());
    }

    /** The parameters of a filter, and more. */
    private static Set<String> with(String... more) {
        Set<String> all = new TreeSet<>(LetterFilter.PARAMETERS);
        all.addAll(Set.of(more));
        return all;
    }
}
