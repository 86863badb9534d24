package io.voicewebhooks.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicewebhooks.observe.Cause;
import io.voicewebhooks.observe.LogText;
import io.voicewebhooks.sink.calls.CallDatabase;
import io.voicewebhooks.sink.calls.CallFilter;
import io.voicewebhooks.sink.calls.CallQueries;
import java.io.InputStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The call log, and of one call what the queues say of it now, which is the truth. */
final class Calls {
    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MOST_LINES = 50_000;
    private static final int LINES_AT_ONCE = 1_000;

    private final CamelContext context;
    private final LogReader log;
    private final SinkStates sinks;
    private final WaitingDeliveries waiting;
    private final DeadLetters letters;

    Calls(CamelContext context, SinkStates sinks, WaitingDeliveries waiting, DeadLetters letters) {
        this.context = context;
        this.log = new LogReader(context);
        this.sinks = sinks;
        this.waiting = waiting;
        this.letters = letters;
    }

    /** {@code {calls: [{…}], next, gaps, problem}}, or an {@link InputStream} of CSV, which reads the log as it is read. */
    Object list(OperatorRequest request) {
        CallFilter filter = CallParameters.filter(request, request.isTrue("undelivered") ? sinks.behind() : List.of());
        if (request.matching("format", "json|csv", "json, csv").equals(Optional.of("csv"))) {
            return csv(request, filter);
        }
        CallQueries.Page page = page(filter);
        ObjectNode answer = MAPPER.createObjectNode();
        ArrayNode calls = answer.putArray("calls");
        page.calls().forEach(call -> calls.add(shown(request, call)));
        page.next().ifPresent(next -> answer.put("next", CallParameters.cursor(next)));
        page.gaps().forEach(answer.withArray("gaps")::add);
        CallDatabase.of(context).problem().ifPresent(problem -> answer.put("problem", problem));
        return answer;
    }

    private InputStream csv(OperatorRequest request, CallFilter filter) {
        int most = request.find("limit").isPresent() ? filter.limit() : MOST_LINES;
        int lines = Math.min(most, LINES_AT_ONCE);
        return Csv.of(Stream.iterate(page(filter.page(lines, filter.after())), Objects::nonNull, page -> page.next()
                        .map(next -> page(filter.page(lines, Optional.of(next))))
                        .orElse(null))
                .limit(most / lines)
                .map(page ->
                        page.calls().stream().map(call -> shown(request, call)).toList()));
    }

    /** With a mark a sink; only sinks that have something to do are asked what of it is old. */
    private CallQueries.Page page(CallFilter filter) {
        CallQueries.Page page = log.read(queries -> queries.list(filter));
        if (page.calls().stream()
                .anyMatch(call -> call.path("deliveries").valueStream().anyMatch(Calls::isUntold))) {
            Map<String, SinkStates.State> behind = sinks.list().stream()
                    .filter(SinkStates.State::isBehind)
                    .collect(Collectors.toMap(SinkStates.State::name, sink -> sink));
            page.calls().forEach(call -> settle(call, behind));
        }
        page.calls().forEach(call -> {
            SinkMarks.put(call, call.path("deliveries").valueStream());
            call.remove("deliveries");
        });
        return page;
    }

    /** Whether the log does not know what became of it. */
    private static boolean isUntold(JsonNode delivery) {
        return Set.of("waiting", "retrying").contains(delivery.path("state").asText());
    }

    private static void settle(ObjectNode call, Map<String, SinkStates.State> behind) {
        for (JsonNode delivery : call.path("deliveries")) {
            SinkStates.State sink = behind.get(delivery.path("sink").asText());
            if (isUntold(delivery) && sink == null) {
                delivered(delivery);
            } else if (isUntold(delivery) && !sink.isActive()) {
                ((ObjectNode) delivery).put("state", sink.isOff() ? sink.state() : "held");
            }
        }
    }

    /** What is in no queue any more was delivered; a process that ends at once takes with it what it had to tell of that. */
    private static void delivered(JsonNode delivery) {
        ((ObjectNode) delivery).put("state", "delivered").remove(Set.of("nextTry", "reason", "updated"));
    }

    /** The same of one call, with its exchanges, events, deliveries, recordings and legs, and what is missing. */
    Object show(OperatorRequest request) {
        ObjectNode call = log.read(queries -> queries.show(request.name()))
                .orElseThrow(
                        () -> new RefusedException(404, "there is no call %s in the log", LogText.of(request.name())));
        Optional<String> problem = CallDatabase.of(context).problem();
        try {
            addWhatIsNow(call);
        } catch (Exception e) {
            LOG.debug("the queues do not tell what waits of {}", request.name(), e);
            problem = Optional.of("what waits now is not known: " + Cause.of(e));
        }
        problem.ifPresent(text -> call.put("problem", text));
        SinkMarks.put(call, call.path("deliveries").valueStream());
        call.path("legs").forEach(leg -> {
            JsonNode callSid = leg.path("callSid");
            SinkMarks.put(
                    (ObjectNode) leg, call.path("deliveries").valueStream().filter(each -> each.path("callSid")
                            .equals(callSid)));
            ((ObjectNode) leg).remove("deliveries");
        });
        return shown(request, call);
    }

    static JsonNode shown(OperatorRequest request, ObjectNode call) {
        return request.who().trusted() ? call : Mask.tree(call);
    }

    private void addWhatIsNow(ObjectNode call) throws Exception {
        Set<String> callSids = new TreeSet<>(Set.of(call.path("callSid").asText()));
        call.path("legs").forEach(leg -> callSids.add(leg.path("callSid").asText()));
        Map<String, ObjectNode> now = new LinkedHashMap<>();
        Set<String> unlisted = inQueues(callSids, now);
        ArrayNode deliveries = call.withArray("deliveries");
        if (deliveries.valueStream().anyMatch(each -> isUntold(each) && !now.containsKey(key(each)))) {
            // it may have moved from one queue to another between two questions
            unlisted.addAll(inQueues(callSids, now));
        }
        Map<String, ObjectNode> logged = new HashMap<>();
        deliveries.forEach(each -> logged.put(key(each), (ObjectNode) each));
        now.forEach((key, told) -> {
            ObjectNode delivery = logged.computeIfAbsent(key, unknown -> deliveries.addObject());
            delivery.remove(Set.of("nextTry", "reason"));
            if (delivery.path("tries").asInt() > told.path("tries").asInt()) {
                // a redriven letter is counted anew, and the log has its former tries
                told.remove(Set.of("tries", "attempts"));
            }
            told.properties().stream()
                    .filter(field -> !field.getValue().isNull())
                    .forEach(field -> delivery.set(field.getKey(), field.getValue()));
        });
        deliveries
                .valueStream()
                .filter(each -> isUntold(each) && !now.containsKey(key(each)))
                .filter(each -> !unlisted.contains(each.path("sink").asText()))
                .forEach(Calls::delivered);
    }

    /** Adds what is there now to what was found; the sinks whose queues do not tell all. */
    private Set<String> inQueues(Set<String> callSids, Map<String, ObjectNode> found) throws Exception {
        WaitingDeliveries.Page page = waiting.ofCalls(callSids);
        for (WaitingDelivery each : page.deliveries()) {
            ObjectNode told = told(each.eventId(), each.callSid(), each.sink(), each.state(), each.attempts());
            found.putIfAbsent(key(told), told.put("nextTry", each.nextTry()).put("reason", each.reason()));
        }
        for (DeadLetters.Letter each : letters.ofCalls(callSids)) {
            DeadLetter letter = each.letter();
            ObjectNode told = told(letter.eventId(), letter.callSid(), letter.sink(), "dead", letter.attempts());
            told.set("attempts", MAPPER.valueToTree(each.errors()));
            found.putIfAbsent(key(told), told.put("reason", letter.lastError()).put("deadLetterId", letter.id()));
        }
        return page.unlisted().keySet();
    }

    private static ObjectNode told(String eventId, String callSid, String sink, String state, int tries) {
        return MAPPER.createObjectNode()
                .put("eventId", eventId)
                .put("callSid", callSid)
                .put("sink", sink)
                .put("state", state)
                .put("tries", tries);
    }

    private static String key(JsonNode delivery) {
        return delivery.path("eventId").asText() + " " + delivery.path("sink").asText();
    }
}
