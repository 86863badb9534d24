package io.voicewebhooks.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The call log keeps what callers write as text, and nothing else becomes of it. */
abstract class CallLogAttackTest {
    /** So many times eleven are kept of a request; {@code KeptTest} shows what becomes of more. */
    private static final int WHOLE = 1_000;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Target target;
    private final JdbcTemplate log;

    CallLogAttackTest(Target target) {
        this.target = target;
        this.log = new JdbcTemplate(
                new DriverManagerDataSource("jdbc:sqlite:" + target.data().resolve("calls.db")));
    }

    @Test
    void eachTextIsKeptAsItWasSent() throws IOException {
        for (Attack attack : target.texts.stream()
                .filter(each -> each.text().length() < WHOLE)
                .toList()) {
            String sent = attack.text().replace('\0', '\uFFFD');
            List<String> exchanges = log.queryForList(
                    "select parameters from exchange join call on call.id = call"
                            + " where call_sid = ? and route = 'voicemail-end'",
                    String.class,
                    attack.call());

            assertThat(exchanges).as("%s", attack).hasSize(1);
            Map<?, ?> parameters = MAPPER.readValue(exchanges.get(0), Map.class);
            assertThat(List.of("CallerName", "SpeechResult", "Digits", "SipHeader_X-Note"))
                    .allSatisfy(place -> assertThat(parameters.get(place)).isEqualTo(sent));
        }
    }

    @Test
    void everyCallIsThereAndNoTableIsTheirs() {
        assertThat(log.queryForList("select call_sid from call", String.class))
                .hasSize(target.calls())
                .allMatch(sid -> sid.matches("CA[0-9a-f]{32}"));
        assertThat(log.queryForList("select name from sqlite_master where type = 'table'", String.class))
                .containsExactlyInAnyOrder(
                        "schema_version",
                        "call",
                        "outcome",
                        "event",
                        "exchange",
                        "delivery",
                        "gap",
                        "reconciled",
                        "restored",
                        "coverage",
                        "erased");
        assertThat(target.application.meter("voice_calls_dropped_total")).isZero();
    }

    @Test
    void noAnswerOfTheirsChangesWhatBecameOfADelivery() {
        Map<String, Object> states = new HashMap<>();
        log.query("select state, count(*) number from delivery group by state", row -> {
            states.put(row.getString("state"), row.getLong("number"));
        });

        assertThat(states).containsOnlyKeys("delivered");
    }
}
