package io.voicewebhooks.operations;

import io.voicewebhooks.delivery.Sinks;
import io.voicewebhooks.journal.Journal;
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
    private final RouteBuilder routes;
    private final SinkStates sinks;
    private final DeadLetters letters;
    private final WaitingDeliveries deliveries;

    /** This is no RouteBuilder itself: camel-main would find it and add it to every application. */
    OperationsRoutes(RouteBuilder routes) {
        Journal journal = Journal.of(routes.getContext());
        this.routes = routes;
        this.sinks = new SinkStates(Sinks.of(routes.getContext()), journal);
        this.letters = new DeadLetters(journal, sinks);
        this.deliveries = new WaitingDeliveries(journal, sinks);
    }

    void add() {
        routes.onException(RefusedException.class).handled(true).process(JsonReply::refused);
        routes.onException(Exception.class).handled(true).process(JsonReply::failed);

        routes.from(ManagementHttp.COMPONENT + ":" + ManagementPage.PATH + "?httpMethodRestrict=GET")
                .routeId("operations-page")
                .process(new ManagementPage());

        Set<String> page = with("limit", "offset");
        read("dead-letters-list", "/dead-letters", true, page, letters::list);
        read("dead-letters-show", "/dead-letters/{id}", false, Set.of(), letters::show);
        act("dead-letters-redrive", "/dead-letters/{id}/redrive", Set.of(), letters::redrive);
        act("dead-letters-drop", "/dead-letters/{id}/drop", Set.of("reason"), letters::drop);
        act("dead-letters-redrive-many", "/dead-letters/redrive", with("all"), letters::redriveMany);
        act("dead-letters-drop-many", "/dead-letters/drop", with("all", "reason"), letters::dropMany);

        read("deliveries-list", "/deliveries", true, page, deliveries::list);
        act("deliveries-drop", "/deliveries/drop", with("reason"), deliveries::drop);
        act("deliveries-retry-now", "/deliveries/retry-now", Set.of("sink", "all"), deliveries::retryNow);

        read("sinks-list", "/sinks", true, Set.of(), request -> Map.of("sinks", sinks.list()));
        act("sinks-pause", "/sinks/{name}/pause", Set.of("reason"), sinks::pause);
        act("sinks-resume", "/sinks/{name}/resume", Set.of(), sinks::resume);
    }

    private void read(String id, String path, boolean open, Set<String> parameters, Answer answer) {
        route(id, path + "?httpMethodRestrict=GET", open, parameters, answer);
    }

    private void act(String id, String path, Set<String> parameters, Answer answer) {
        route(id, path + "?httpMethodRestrict=POST", false, parameters, answer);
    }

    private void route(String id, String path, boolean open, Set<String> parameters, Answer answer) {
        routes.from(ManagementHttp.COMPONENT + ":/operations" + path)
                .routeId("operations-" + id)
                .process(exchange ->
                        JsonReply.reply(exchange, 200, answer.to(OperatorRequest.of(exchange, open, parameters))));
    }

    private interface Answer {
        Object to(OperatorRequest request) throws Exception;
    }

    /** The parameters of a filter, and more. */
    private static Set<String> with(String... more) {
        Set<String> all = new TreeSet<>(LetterFilter.PARAMETERS);
        all.addAll(Set.of(more));
        return all;
    }
}
