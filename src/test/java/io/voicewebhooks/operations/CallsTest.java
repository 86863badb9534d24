package io.voicewebhooks.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicewebhooks.console.Office;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.Operator.Outcome;
import io.voicewebhooks.testkit.Twilio;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator is told of calls, of an office with a morning behind it. */
@TestInstance(Lifecycle.PER_CLASS)
class CallsTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final List<String> MORNING = List.of(
            "+15551230007 answered",
            "+15551230071 voicemail",
            "anonymous answered",
            "+15551230503 voicemail",
            "+15551230422 voicemail",
            "+15551230045 missed",
            "+15551230044 hung-up",
            "+15551230012 voicemail",
            "+4930901820 voicemail",
            "+15551230001 voicemail",
            "+15551110000 rejected",
            "+15551230007 answered");

    private Office office;
    private Operator operator;

    @BeforeAll
    void start(@TempDir Path dir) {
        office = Office.in(dir).open().spendsTheMorning();
        operator = office.operator();
        // a message is the last thing that the log hears of a call
        await().atMost(LIMIT).untilAsserted(() -> assertThat(list("?voicemail=true"))
                .hasSize(6)
                .allMatch(call -> call.has("ended")
                        && call.path("sinks").has("email")
                        && !call.path("sinks").path("file").asText().equals("waiting")));
    }

    @AfterAll
    void stop() throws Exception {
        office.close();
    }

    private List<JsonNode> list(String query) {
        return operator.json("/operations/calls" + query)
                .path("calls")
                .valueStream()
                .toList();
    }

    private List<String> froms(String query) {
        return list(query).stream().map(call -> call.path("from").asText()).toList();
    }

    private String sidOf(String from) {
        return list("?number=" + Twilio.encode(List.of(Map.entry("", from))).substring(1))
                .get(0)
                .path("callSid")
                .asText();
    }

    private JsonNode show(String callSid) {
        return operator.json("/operations/calls/" + callSid);
    }

    private static List<String> names(JsonNode object) {
        return new ArrayList<>(new TreeSet<>(
                object.properties().stream().map(Map.Entry::getKey).toList()));
    }

    private static List<String> deliveries(JsonNode call, String type) {
        return call.path("events")
                .valueStream()
                .filter(event -> event.path("type").asText().equals(type))
                .flatMap(event -> call.path("deliveries").valueStream().filter(each -> each.path("eventId")
                        .equals(event.path("id"))))
                .map(each ->
                        each.path("sink").asText() + " " + each.path("state").asText())
                .sorted()
                .toList();
    }

    @Test
    void eachCallSaysWhatBecameOfIt() {
        assertThat(list(""))
                .extracting(call ->
                        call.path("from").asText() + " " + call.path("outcome").asText())
                .containsExactlyElementsOf(MORNING);
    }

    @Test
    void aCallIsListedWithAMarkForEachSink() {
        JsonNode call = list("?number=0503").get(0);

        assertThat(names(call))
                .containsExactly(
                        "accountSid",
                        "callSid",
                        "direction",
                        "duration",
                        "ended",
                        "flow",
                        "from",
                        "outcome",
                        "sinks",
                        "started",
                        "status",
                        "to",
                        "undelivered",
                        "voicemailSeconds");
        assertThat(call.path("accountSid").asText()).isEqualTo(Twilio.ACCOUNT);
        assertThat(call.path("direction").asText()).isEqualTo("inbound");
        assertThat(call.path("duration").asInt()).isPositive();
        assertThat(call.path("flow").asText()).isEqualTo("forward");
        assertThat(call.path("to").asText()).isEqualTo(Office.NUMBER);
        assertThat(call.path("status").asText()).isEqualTo("completed");
        assertThat(call.path("voicemailSeconds").asInt()).isEqualTo(5);
        assertThat(call.path("started").asText())
                .matches("....-..-..T..:..:..\\....Z")
                .isLessThan(call.path("ended").asText());
        assertThat(call.path("undelivered").asInt()).isEqualTo(1);
        assertThat(call.path("sinks").toString())
                .isEqualTo("{\"file\":\"delivered\",\"http\":\"retrying\",\"email\":\"delivered\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "number=%2B15551230007 | +15551230007 +15551230007",
                "number=15551230007 | +15551230007 +15551230007",
                "number=(555) 123-0071, 820 | +15551230071 +4930901820",
                "number=5311 | +15551230012 +4930901820",
                "number=anonymous | anonymous",
                "number=+4930901820,anonymous | anonymous +4930901820",
                "number=%2B49309018 | ''",
                "status=busy | +15551110000",
                "status=busy,failed,no-answer | +15551230044 +15551110000",
                "flow=menu | +15551230012 +4930901820",
                "flow=menu,reject | +15551230012 +4930901820 +15551110000",
                "flow=nowhere | ''",
                "voicemail=true | +15551230071 +15551230503 +15551230422 +15551230012 +4930901820 +15551230001",
                "undelivered=true | +15551230503 +15551230422",
                "undelivered=true&number=503 | +15551230503",
                "voicemail=true&flow=menu&status=completed&number=%2B15558675311 | +15551230012 +4930901820",
                "since=12h&until=1h | ''",
                "until=2026-01-01T00:00:00Z | ''"
            })
    void aFilterGivesWhatMatches(String query, String froms) {
        assertThat(String.join(" ", froms("?" + query.replace(" ", "%20")))).isEqualTo(froms);
    }

    @Test
    void aPageSaysWhereTheNextOneBegins() {
        List<String> froms = new ArrayList<>();
        String cursor = "";
        for (int page = 0; page < 3; page++) {
            JsonNode answer = operator.json("/operations/calls?limit=5" + cursor);
            answer.path("calls").forEach(call -> froms.add(call.path("from").asText()));
            assertThat(answer.has("next")).isEqualTo(page < 2);
            cursor = "&cursor=" + answer.path("next").asText();
        }

        assertThat(froms)
                .isEqualTo(MORNING.stream().map(line -> line.split(" ")[0]).toList());
        Outcome typed = operator.types("calls", "list", "--limit", "5");
        assertThat(typed.out()).contains("5 shown; the next ones: --cursor ");
        String next = typed.out().strip().replaceFirst("(?s).*--cursor ", "");
        assertThat(operator.types("calls", "list", "--limit", "5", "--cursor", next)
                        .out())
                .contains("+15551230045", "+15551230044", "+15551230012", "+4930901820", "+15551230001");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "number=12 | number = 12; allowed: a number or its last digits, at least 3; several are separated by commas",
                "number=123,4 | number = 4; allowed: a number or its last digits, at least 3; several are separated by commas",
                "flow=a,b,c,d,e,f,g,h,i,j,k | flow = a,b,c,d,e,f,g,h,i,j,k; allowed: at most 10 values",
                "status=Busy | status = Busy; allowed: a CallStatus of Twilio, such as no-answer; several are",
                "flow=a%20b | flow = a b; allowed: a flow, such as voicemail; several are separated by commas",
                "call-sid=CA12 | call-sid = CA12; allowed: CA and 32 hexadecimal digits",
                "voicemail=yes | voicemail = yes; allowed: true",
                "cursor=now | cursor = now; allowed: next, as a page before has it",
                "limit=1001 | limit = 1001; allowed: a number from 1 to 1000",
                "limit=0 | limit = 0; allowed: a number from 1 to 1000",
                "format=xml | format = xml; allowed: json, csv",
                "since=yesterday | since = yesterday; allowed: a time such as 2026-11-24T08:00:00Z, or how long ago",
                "name=x | unknown parameter name; allowed: call-sid, cursor, flow, format, limit, number, since, status"
            })
    void aWrongValueIsToldWithWhatIsAllowed(String query, String error) {
        HttpResponse<String> answer = operator.get("/operations/calls?" + query);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Operator.json(answer).path("error").asText()).startsWith(error);
    }

    @Test
    void aCallHasWhatWasAskedAndAnswered() {
        JsonNode call = show(sidOf("+15551230001"));

        assertThat(names(call))
                .contains("exchanges", "events", "deliveries", "recordings", "legs", "missing", "outcome", "sinks");
        JsonNode first = call.at("/exchanges/0");
        assertThat(names(first))
                .containsExactly(
                        "at",
                        "callSid",
                        "eventId",
                        "method",
                        "millis",
                        "parameters",
                        "path",
                        "reply",
                        "route",
                        "status");
        assertThat(first.path("route").asText()).isEqualTo("incoming-call");
        assertThat(first.path("path").asText()).isEqualTo("/voice/incoming");
        assertThat(first.path("status").asInt()).isEqualTo(200);
        assertThat(first.path("reply").asText()).contains("<Dial");
        assertThat(first.at("/parameters/CallerName").asText()).isEqualTo("Grace Okafor");
        assertThat(call.path("events").valueStream())
                .filteredOn(each -> each.path("id").equals(first.path("eventId")))
                .extracting(each -> each.path("type").asText())
                .containsExactly("call.incoming");
        assertThat(call.path("exchanges").valueStream())
                .extracting(each -> each.path("route").asText())
                .contains("forward-result", "voicemail-end", "recording-status", "call-status");
        assertThat(names(call.at("/events/0"))).contains("at", "callSid", "data", "id", "sequence", "type");
        assertThat(call.path("events").valueStream())
                .extracting(each -> each.path("type").asText())
                .contains(
                        "call.incoming", "call.missed", "recording.completed", "recording.archived", "call.completed");
        JsonNode recording = call.at("/recordings/0");
        assertThat(recording.path("recordingSid").asText()).matches("RE[0-9a-f]{32}");
        assertThat(recording.path("duration").asInt()).isEqualTo(23);
        assertThat(recording.path("channels").asInt()).isEqualTo(1);
        assertThat(recording.path("status").asText()).isEqualTo("completed");
        assertThat(recording.at("/archived/uri").asText())
                .endsWith(recording.path("recordingSid").asText() + ".wav");
        assertThat(recording.at("/archived/bytes").asLong()).isPositive();
        assertThat(call.path("missing")).isEmpty();
    }

    @Test
    void theLegsOfAForwardedCallBelongToIt() {
        JsonNode call = show(sidOf("+15551230007"));

        assertThat(call.path("answeredBy").asText()).isEqualTo(Office.MOBILE);
        assertThat(call.path("legs").valueStream())
                .extracting(leg ->
                        leg.path("to").asText() + " " + leg.path("status").asText() + " "
                                + leg.path("parentSid").asText())
                .containsExactlyInAnyOrder(
                        Office.DESK + " busy " + call.path("callSid").asText(),
                        Office.MOBILE + " completed " + call.path("callSid").asText());
        JsonNode leg = call.at("/legs/0");
        assertThat(leg.has("deliveries")).isFalse();
        assertThat(leg.path("sinks").path("file").asText()).isEqualTo("delivered");
        assertThat(call.path("events").valueStream().map(event -> event.path("callSid")))
                .contains(leg.path("callSid"), call.path("callSid"));
        JsonNode itself = show(leg.path("callSid").asText());
        assertThat(itself.path("parentSid")).isEqualTo(call.path("callSid"));
        assertThat(itself.path("events").valueStream()).isNotEmpty().allMatch(event -> event.path("callSid")
                .equals(leg.path("callSid")));
        assertThat(list("?call-sid=" + leg.path("callSid").asText()).get(0).path("callSid"))
                .isEqualTo(call.path("callSid"));
    }

    @Test
    void whatWaitsOrIsDeadIsToldAsTheQueuesKnowIt() {
        JsonNode unlucky = show(sidOf("+15551230503"));
        assertThat(deliveries(unlucky, "recording.archived"))
                .containsExactly("email delivered", "file delivered", "http retrying");
        JsonNode retrying = unlucky.path("deliveries")
                .valueStream()
                .filter(each -> each.path("state").asText().equals("retrying"))
                .findFirst()
                .orElseThrow();
        assertThat(retrying.path("tries").asInt()).isEqualTo(3);
        assertThat(retrying.path("reason").asText()).isEqualTo("the endpoint answered 503");
        assertThat(Instant.parse(retrying.path("nextTry").asText())).isAfter(Instant.now());
        assertThat(retrying.path("attempts"))
                .hasSize(3)
                .allMatch(each -> each.path("error").asText().contains("503") && each.has("time"));

        JsonNode refused = show(sidOf("+15551230422"));
        assertThat(deliveries(refused, "call.missed")).contains("http dead");
        JsonNode dead = refused.path("deliveries")
                .valueStream()
                .filter(each -> each.path("state").asText().equals("dead"))
                .findFirst()
                .orElseThrow();
        assertThat(operator.json("/operations/dead-letters/"
                                + dead.path("deadLetterId").asText())
                        .path("callSid"))
                .isEqualTo(refused.path("callSid"));

        JsonNode clinic = show(sidOf("+15551230071"));
        assertThat(deliveries(clinic, "recording.archived")).contains("email held");
        assertThat(clinic.path("deliveries")
                        .valueStream()
                        .filter(each -> each.path("state").asText().equals("held")))
                .allMatch(each -> each.path("reason").asText().contains("the mail server moves"));
        assertThat(list("?number=0071").get(0).at("/sinks/email").asText()).isEqualTo("held");
    }

    @Test
    void csvHasAllCallsThatMatch() {
        HttpResponse<String> csv = operator.get("/operations/calls?format=csv&voicemail=true");

        assertThat(csv.headers().firstValue("Content-Type")).hasValue("text/csv; charset=utf-8");
        List<String> lines = List.of(csv.body().split("\r\n"));
        assertThat(lines).hasSize(7).allMatch(line -> line.startsWith("\"") && line.endsWith("\""));
        assertThat(lines.get(0))
                .startsWith("\"callSid\",\"started\",\"ended\",\"direction\",\"from\",\"to\",\"status\",\"outcome\"");
        assertThat(lines.get(1)).contains("\"'+15551230071\",\"'+15558675310\",\"completed\",\"voicemail\"");
        assertThat(operator.types("calls", "list", "--voicemail", "--csv", "--limit", "2")
                        .out()
                        .lines())
                .hasSize(3);
    }

    @Test
    void theTimelineIsPrinted() {
        String call = sidOf("+15551230422");

        Outcome typed = operator.types("calls", "show", call);

        assertThat(typed.err()).isEmpty();
        assertThat(typed.out())
                .containsSubsequence(
                        "call " + call + "  +15551230422 -> +15558675310  inbound",
                        "voicemail  status completed, flow forward, duration ",
                        "POST /voice/incoming",
                        "    incoming-call  answered 200 in ",
                        "    CallerName=Collection Partners",
                        "    <Response>",
                        "      <Dial ",
                        "        <Number ",
                        "      </Dial>",
                        "event call.incoming",
                        "    http  delivered",
                        "POST /voice/forward-result?context.caller=",
                        "event call.missed",
                        "    http  dead  tries 1, updated ",
                        "reason the endpoint answered 422, dead letter id ",
                        "event recording.archived",
                        "recording RE",
                        "status completed, duration 31, channels 1",
                        "leg CA");
        assertThat(typed.out().lines().filter(line -> line.contains("AccountSid=")))
                .hasSize(1);
    }
}
