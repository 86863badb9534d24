package io.voicewebhooks.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Calls as CSV. */
class CsvTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static List<JsonNode> calls(String from) {
        return List.of(MAPPER.createObjectNode().put("callSid", "CA1").put("from", from));
    }

    @Test
    void aPartIsAskedForWhenTheOneBeforeHasBeenRead() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        Stream<List<JsonNode>> parts =
                IntStream.range(0, 100_000).peek(i -> asked.incrementAndGet()).mapToObj(i -> calls("+1555" + i));

        try (InputStream csv = Csv.of(parts)) {
            BufferedReader lines = new BufferedReader(new InputStreamReader(csv, StandardCharsets.UTF_8), 64);
            assertThat(lines.readLine()).startsWith("\"callSid\",");
            assertThat(lines.readLine()).contains("\"'+15550\"");
        }
        assertThat(asked.get()).isLessThan(200);
    }

    @Test
    void whatASpreadsheetOrATerminalWouldObeyIsText() throws IOException {
        try (InputStream csv = Csv.of(Stream.of(calls("=1+1\"\u001b[2J")))) {
            assertThat(new String(csv.readAllBytes(), StandardCharsets.UTF_8)).contains("\"'=1+1\"\"?[2J\"");
        }
    }
}
