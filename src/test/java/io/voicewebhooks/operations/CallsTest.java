package io.voicewebhooks.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicewebhooks.console.Office;
import io.voicewebhooks.support.Operator;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What an operator is told of calls, of an office with a morning behind it. */
@TestInstance(Lifecycle.PER_CLASS)
class CallsTest {
    private Office office;
    private Operator operator;

    @BeforeAll
    void start(@TempDir Path dir) {
        office = Office.in(dir).open().spendsTheMorning();
        operator = office.operator();
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

    @Test
    void eachCallSaysWhatBecameOfIt() {
        await().untilAsserted(() -> assertThat(list(""))
                .extracting(call ->
                        call.path("from").asText() + " " + call.path("outcome").asText())
                .containsExactly(
                        "+15551230007 answered",
                        "+15551230071 voicemail",
                        "anonymous answered",
                        "+15551230503 voicemail",
                        "+15551230422 voicemail",
                        "+15551230045 missed",
                        "+15551230044 missed",
                        "+15551230012 voicemail",
                        "+4930901820 voicemail",
                        "+15551230001 voicemail",
                        "+15551110000 rejected",
                        "+15551230007 answered"));
    }
}
