package io.voicewebhooks.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.config.OnePerContext;
import io.voicewebhooks.delivery.DeliveryOutcomes;
import io.voicewebhooks.delivery.Sinks;
import io.voicewebhooks.journal.Journal;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;

/**
 * What operators do, whoever asks for it. Answers are JSON:
 *
 * <pre>{@code
 * GET  dead-letters?sink=&type=&call-sid=&since=&until=&limit=100&offset=0
 *        {total, offset, limit, deadLetters: [{id, sink, eventId, type, callSid, attempts, firstFailure, lastFailure,
 *        lastError}]}
 * GET  dead-letters/{id}                  the same of one, with errors: [{time, error}] and event: {...}
 * POST dead-letters/{id}/redrive          {redriven: 1}
 * POST dead-letters/{id}/drop?reason=     {dropped: 1}
 * POST dead-letters/redrive?sink=&...     {redriven: 7, left: 0}; a filter, or all=true
 * POST dead-letters/drop?reason=&sink=&...  {dropped: 7}
 * GET  deliveries?sink=&type=&call-sid=&since=&until=&limit=100&offset=0
 *        {total, offset, limit, deliveries: [{sink, state, eventId, type, callSid, attempts, nextTry, reason,
 *        firstFailure, lastFailure}], unlisted: {http: 100000}}
 * POST deliveries/drop?sink=&reason=&...  {dropped: 7, left: 0}; of a sink that is off or gone
 * POST deliveries/retry-now?sink=         {retried: 7}; a sink, or all=true
 * GET  calls?number=&status=&flow=&call-sid=&voicemail=true&undelivered=true&since=&until=&limit=50&cursor=
 *        {calls: [{callSid, accountSid, direction, from, to, started, ended, status, duration, flow, outcome, answeredBy,
 *        voicemailSeconds, fallback, undelivered, sinks: {file: "delivered"}}], next, gaps: [{from, to, dropped}], problem};
 *        the newest first; number, status and flow take several values, separated by commas; next is the cursor of the next
 *        page; format=csv gives the calls of all pages as CSV
 * GET  calls/{CallSid}                    the same of one, with exchanges, events, deliveries, recordings, legs, missing
 * POST calls/place?to=&from=&flow=&...    {asked: id}; asks for a call
 * GET  events?after=&limit=100            {events: [{row, id, type, at, data, callSid, from, to}], newest}: what came into the
 *        call log behind a row, or last
 * GET  erasure?number=&call-sid=&twilio=true         {calls: ["CA…"], failed: {s3: "…"}}: which calls an erasure is about
 * POST erasure?number=&call-sid=&twilio=true&reason=  the same, with what went from where: removed: {file: {files: 7}}, and how
 *        many events other sinks have: left: {email: 2}
 * GET  reconcile?since=                   {accounts: [{accountSid, since, until, calls, recordings, others, missing, problem}],
 *        lost: [{time, type, callSid, subject, source, id}]}: what Twilio knows and the call log does not, since the last time
 * POST reconcile/apply?since=             the same, and restored: the events that stand for it are in the journal
 * GET  sinks                              {sinks: [{name, state, reason, waiting, retries}]}
 * POST sinks/{name}/pause?reason=         the same of one
 * POST sinks/{name}/resume                the same of one
 * }</pre>
 *
 * Otherwise a {@link RefusedException} with 400 (a parameter is wrong: which one, what was found, what is allowed), 403 (no
 * token is configured), 404, 409 (not with this one), 501 (the broker cannot) or 503 (the call log does not
 * answer, or is off); any other exception means that the journal
 * does not answer.
 */
public final class Operations {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final List<Operation> all = new ArrayList<>();

    /**
     * Who asks.
     *
     * @param name    for the log
     * @param trusted whether the token was shown; who is not trusted changes nothing
     */
    public record Who(String name, boolean trusted) {}

    private Operations(CamelContext context) {
        Journal journal = Journal.of(context);
        SinkStates sinks = new SinkStates(Sinks.of(context), journal);
        Drop drop = new Drop(DeliveryOutcomes.of(context));
        DeadLetters letters = new DeadLetters(journal, sinks, drop, () -> context.getRoute("place-call") != null);
        WaitingDeliveries deliveries = new WaitingDeliveries(journal, sinks, drop);

        Set<String> page = with("limit", "offset");
        read("dead-letters-list", "dead-letters", true, page, letters::list);
        read("dead-letters-show", "dead-letters/{id}", false, Set.of(), letters::show);
        act("dead-letters-redrive", "dead-letters/{id}/redrive", Set.of(), letters::redrive);
        act("dead-letters-drop", "dead-letters/{id}/drop", Set.of("reason"), letters::drop);
        act("dead-letters-redrive-many", "dead-letters/redrive", with("all"), letters::redriveMany);
        act("dead-letters-drop-many", "dead-letters/drop", with("all", "reason"), letters::dropMany);

        read("deliveries-list", "deliveries", true, page, deliveries::list);
        act("deliveries-drop", "deliveries/drop", with("reason"), deliveries::drop);
        act("deliveries-retry-now", "deliveries/retry-now", Set.of("sink", "all"), deliveries::retryNow);

        Calls calls = new Calls(context, sinks, deliveries, letters);
        read("calls-list", "calls", true, CallParameters.ALL, calls::list);
        read("calls-show", "calls/{CallSid}", true, Set.of(), calls::show);
        act("calls-place", "calls/place", CallWish.PARAMETERS, new CallWish(context)::place);
        read("events-list", "events", true, Set.of("after", "limit"), new LogReader(context)::arrived);

        Erasure erasure = new Erasure(context, journal);
        read("erasure-preview", "erasure", false, Erasure.PARAMETERS, erasure::preview);
        act("erasure", "erasure", Erasure.PARAMETERS, erasure::erase);

        LostEvents lost = new LostEvents(context);
        read("reconcile", "reconcile", false, Set.of("since"), lost::look);
        act("reconcile-apply", "reconcile/apply", Set.of("since"), lost::apply);

        read("jobs-show", "jobs/{id}", false, Set.of(), request -> Jobs.of(context)
                .answer(request.name()));

        read("sinks-list", "sinks", true, Set.of(), request -> Map.of("sinks", sinks.list()));
        act("sinks-pause", "sinks/{name}/pause", Set.of("reason"), sinks::pause);
        act("sinks-resume", "sinks/{name}/resume", Set.of(), sinks::resume);
    }

    /** Those of a context, made when they are first asked for. */
    public static Operations of(CamelContext context) {
        return OnePerContext.of(context, Operations.class, () -> new Operations(context));
    }

    /** Asks for something, for example {@code deliveries}; a path is of plain text, nothing in it is escaped. */
    public JsonNode get(String path, Map<String, String> parameters, Who who) throws Exception {
        return MAPPER.valueToTree(answer("GET", path, parameters, who, new Progress()));
    }

    /** Asks for something as CSV, which has to be closed; it fails like {@link #get} before anything can be read. */
    public InputStream csv(String path, Map<String, String> parameters, Who who) throws Exception {
        Map<String, String> asked = new HashMap<>(parameters);
        asked.put("format", "csv");
        return (InputStream) answer("GET", path, asked, who, new Progress());
    }

    /** Changes something, for example {@code sinks/s3/resume}. */
    public JsonNode post(String path, Map<String, String> parameters, Who who) throws Exception {
        return post(path, parameters, who, new Progress());
    }

    /** The same, of which somebody else sees how far it is. */
    JsonNode post(String path, Map<String, String> parameters, Who who, Progress progress) throws Exception {
        return MAPPER.valueToTree(answer("POST", path, parameters, who, progress));
    }

    /** Refuses who may not do this, and parameters that it does not take, for what begins later. */
    public void check(String path, Map<String, String> parameters, Who who) {
        check("POST", path, parameters, who);
    }

    void check(String method, String path, Map<String, String> parameters, Who who) {
        find(method, path).check(parameters.keySet(), who.trusted());
    }

    Object answer(String method, String path, Map<String, String> parameters, Who who, Progress progress)
            throws Exception {
        Operation operation = find(method, path);
        return operation.answer(new OperatorRequest(operation.name(path).orElseThrow(), parameters, who, progress));
    }

    private Operation find(String method, String path) {
        return all.stream()
                .filter(operation -> operation.method().equals(method)
                        && operation.name(path).isPresent())
                .findFirst()
                .orElseThrow(() -> new RefusedException(404, "there is no operation %s %s", method, path));
    }

    List<Operation> all() {
        return all;
    }

    private void read(String id, String path, boolean open, Set<String> parameters, Operation.Answer answer) {
        all.add(new Operation(id, "GET", path, open, parameters, answer));
    }

    private void act(String id, String path, Set<String> parameters, Operation.Answer answer) {
        all.add(new Operation(id, "POST", path, false, parameters, answer));
    }

    /** The parameters of a filter, and more. */
    private static Set<String> with(String... more) {
        Set<String> all = new TreeSet<>(LetterFilter.PARAMETERS);
        all.addAll(Set.of(more));
        return all;
    }
}
