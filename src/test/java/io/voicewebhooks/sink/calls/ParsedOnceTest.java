package io.voicewebhooks.sink.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Statements with what camel-sql makes of {@code :#name}. */
class ParsedOnceTest {
    private static final String STATEMENT =
            "insert into t values (:?second, :?first) on conflict do update set b = :?second";

    private final ParsedOnce statements = new ParsedOnce();

    private List<Object> values(Map<String, ?> body) {
        List<Object> values = new ArrayList<>();
        Iterator<?> found = statements.createPopulateIterator(STATEMENT, null, 3, null, body);
        found.forEachRemaining(values::add);
        return values;
    }

    @Test
    void theValuesComeInTheOrderOfTheirParameters() {
        assertThat(statements.prepareQuery(STATEMENT, true, null))
                .isEqualTo("insert into t values (?, ?) on conflict do update set b = ?");
        assertThat(values(Map.of("first", 1, "second", 2))).containsExactly(2, 1, 2);
        assertThat(values(Map.of("first", 3, "second", 4))).containsExactly(4, 3, 4);
    }

    @Test
    void aNameThatTheBodyDoesNotHaveIsNoNull() {
        assertThatThrownBy(() -> values(Map.of("second", 2)))
                .hasMessage("a statement names :#first, which the body does not have; it has [second]");
    }
}
