package io.voicewebhooks.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicewebhooks.console.Office;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.Operator.Outcome;
import io.voicewebhooks.testkit.Twilio;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The list of calls that an operator gets. */
class CallsTest extends MorningScenario {
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

    private List<String> froms(String query) {
        return list(query).stream().map(call -> call.path("from").asText()).toList();
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
                "undelivered=true | +15551230071 +15551230503 +15551230422",
                "undelivered=true&number=071 | +15551230071",
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
}
