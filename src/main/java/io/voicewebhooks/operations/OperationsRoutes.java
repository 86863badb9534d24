package io.voicewebhooks.operations;

import io.voicewebhooks.delivery.Sinks;
import io.voicewebhooks.journal.Journal;
import io.voicewebhooks.observe.LogText;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
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
    private static final String LIMIT = "limit";
    private static final String OFFSET = "offset";
    private static final String ALL = "all";
    private static final String REASON = "reason";
    private static final String REASON_ALLOWED = "why, in some words";
    private static final int PAGE = 100;
    private static final int LONGEST_PAGE = 1_000;
    private static final int MOST_LETTERS = 999_999_999;
    private static final int LONGEST_REASON = 200;

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

        Set<String> filter = LetterFilter.PARAMETERS;
        read("dead-letters-list", "/dead-letters", true, with(filter, LIMIT, OFFSET), this::list);
        read("dead-letters-show", "/dead-letters/{id}", false, Set.of(), request -> letters.show(request.name()));
        act("dead-letters-redrive", "/dead-letters/{id}/redrive", Set.of(), this::redrive);
        act("dead-letters-drop", "/dead-letters/{id}/drop", Set.of(REASON), this::drop);
        act("dead-letters-redrive-many", "/dead-letters/redrive", with(filter, ALL), this::redriveMany);
        act("dead-letters-drop-many", "/dead-letters/drop", with(filter, ALL, REASON), this::dropMany);

        read("deliveries-list", "/deliveries", true, with(filter, LIMIT, OFFSET), this::waiting);
        act("deliveries-drop", "/deliveries/drop", with(filter, REASON), this::dropWaiting);
        act("deliveries-retry-now", "/deliveries/retry-now", Set.of(LetterFilter.SINK, ALL), this::retryNow);

        read("sinks-list", "/sinks", true, Set.of(), request -> sinks().list());
        act("sinks-pause", "/sinks/{name}/pause", Set.of(REASON), request -> sinks().pause(
                        request.name(), reason(request), request.operator()));
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
        return letters.list(LetterFilter.of(request, Clock.systemUTC()), offset(request), limit(request));
    }

    private Object redrive(OperatorRequest request) {
        letters.redrive(request.name(), request.operator());
        return Map.of("redriven", 1);
    }

    private Object drop(OperatorRequest request) {
        letters.drop(request.name(), reason(request), request.operator());
        return Map.of("dropped", 1);
    }

    private Object redriveMany(OperatorRequest request) {
        LetterFilter filter = many(request);
        int redriven = letters.redrive(filter, request.operator());
        return Map.of("redriven", redriven, "left", letters.count(filter.selector()));
    }

    private Object dropMany(OperatorRequest request) {
        LetterFilter filter = many(request);
        return Map.of("dropped", letters.drop(filter, reason(request), request.operator()));
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

    private Object waiting(OperatorRequest request) throws Exception {
        LetterFilter filter = LetterFilter.of(request, Clock.systemUTC());
        List<SinkStates.State> all = sinks().list().sinks();
        List<SinkStates.State> chosen = all.stream()
                .filter(sink -> filter.sink().map(sink.name()::equals).orElse(true))
                .toList();
        if (chosen.isEmpty() && filter.sink().isPresent()) {
            throw RefusedException.wrong(LetterFilter.SINK, filter.sink().get(), names(all));
        }
        return deliveries().list(chosen, filter, offset(request), limit(request));
    }

    private Object dropWaiting(OperatorRequest request) throws Exception {
        LetterFilter filter = LetterFilter.of(request, Clock.systemUTC());
        String name = request.required(LetterFilter.SINK, LetterFilter.SINK_ALLOWED);
        List<SinkStates.State> off =
                sinks().list().sinks().stream().filter(SinkStates.State::isOff).toList();
        SinkStates.State sink = off.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        409,
                        "only what waits for a sink that is off or gone is dropped; that is: "
                                + (off.isEmpty() ? "nothing" : names(off))));
        return deliveries().drop(sink, filter, reason(request), request.operator());
    }

    private static String names(List<SinkStates.State> sinks) {
        return String.join(", ", sinks.stream().map(SinkStates.State::name).toList());
    }

    private Object retryNow(OperatorRequest request) throws Exception {
        if (request.find(LetterFilter.SINK).isEmpty() && !request.all()) {
            throw new RefusedException(400, "this means every sink; say which one with sink, or --all (all=true)");
        }
        return Map.of("retried", deliveries().retryNow(chosen(request), request.operator()));
    }

    /** The sink that is named, else all of them. */
    private Collection<String> chosen(OperatorRequest request) {
        Set<String> names = sinks().names();
        return request.matching(LetterFilter.SINK, LetterFilter.SINK_NAME, LetterFilter.SINK_ALLOWED)
                .map(name -> {
                    if (!names.contains(name)) {
                        throw RefusedException.wrong(LetterFilter.SINK, name, String.join(", ", names));
                    }
                    return Set.of(name);
                })
                .orElse(names);
    }

    private WaitingDeliveries deliveries() {
        if (!journal().isArtemis()) {
            throw new RefusedException(501, "only Artemis tells which deliveries wait");
        }
        journal().refusal().ifPresent(why -> {
            throw new RefusedException(501, why);
        });
        return new WaitingDeliveries(journal());
    }

    private SinkStates sinks() {
        return new SinkStates(Sinks.of(routes.getContext()), journal());
    }

    private Journal journal() {
        return Journal.of(routes.getContext());
    }

    private static String reason(OperatorRequest request) {
        return LogText.of(request.required(REASON, REASON_ALLOWED), LONGEST_REASON);
    }

    private static int limit(OperatorRequest request) {
        return request.number(LIMIT, PAGE, LONGEST_PAGE);
    }

    private static int offset(OperatorRequest request) {
        return request.number(OFFSET, 0, MOST_LETTERS);
    }

    private static Set<String> with(Set<String> parameters, String... more) {
        Set<String> all = new TreeSet<>(parameters);
        all.addAll(Set.of(more));
        return all;
    }
}
