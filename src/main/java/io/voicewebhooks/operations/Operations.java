package io.voicewebhooks.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.config.OnePerContext;
import io.voicewebhooks.delivery.Sinks;
import io.voicewebhooks.journal.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 *        firstFailure, lastFailure}]}
 * POST deliveries/drop?sink=&reason=&...  {dropped: 7, left: 0}; of a sink that is off or gone
 * POST deliveries/retry-now?sink=         {retried: 7}; a sink, or all=true
 * GET  calls?number=&status=&flow=&call-sid=&voicemail=true&undelivered=true&since=&until=&limit=50&cursor=
 *        {calls: [{callSid, accountSid, direction, from, to, started, ended, status, duration, flow, outcome, answeredBy,
 *        voicemailSeconds, fallback, undelivered, sinks: {file: "delivered"}}], next, gaps: [{from, to, dropped}], problem};
 *        the newest first; number, status and flow take several values, separated by commas; next is the cursor of the next
 *        page; format=csv gives the calls of all pages as CSV
 * GET  calls/{CallSid}                    the same of one, with exchanges, events, deliveries, recordings, legs, missing
 * GET  events?after=&limit=100            {events: [{row, id, type, at, data, callSid, from, to}], newest}: what came into the
 *        call log behind a row, or last
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
        DeadLetters letters = new DeadLetters(journal, sinks);
        WaitingDeliveries deliveries = new WaitingDeliveries(journal, sinks);

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
        read("events-list", "events", true, Set.of("after", "limit"), new LogReader(context)::arrived);

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
        return answer("GET", path, parameters, who, new Progress());
    }

    /** Changes something, for example {@code sinks/s3/resume}. */
    public JsonNode post(String path, Map<String, String> parameters, Who who) throws Exception {
        return post(path, parameters, who, new Progress());
    }

    /** The same, of which somebody else sees how far it is. */
    JsonNode post(String path, Map<String, String> parameters, Who who, Progress progress) throws Exception {
        return answer("POST", path, parameters, who, progress);
    }

    private JsonNode answer(String method, String path, Map<String, String> parameters, Who who, Progress progress)
            throws Exception {
        for (Operation operation : all) {
            Optional<String> name =
                    operation.name(path).filter(found -> operation.method().equals(method));
            if (name.isPresent()) {
                return MAPPER.valueToTree(operation.answer(new OperatorRequest(name.get(), parameters, who, progress)));
            }
        }
        throw new RefusedException(404, "there is no operation %s %s", method, path);
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
