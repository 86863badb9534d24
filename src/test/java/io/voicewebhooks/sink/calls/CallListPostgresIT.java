package io.voicewebhooks.sink.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.Postgres;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same filters, of a log in PostgreSQL. */
@TestInstance(Lifecycle.PER_CLASS)
class CallListPostgresIT {
    private CallDatabase database;

    @BeforeAll
    void fill() throws SQLException {
        database = new CallDatabase(new PostgresStore(Postgres.newDatabase(), null, null));
        CallLogFixture.fill(database.writer(), CallListTest.CALLS, CallLogFixture::row);
    }

    @AfterAll
    void close() {
        if (database != null) {
            database.close();
        }
    }

    @ParameterizedTest
    @MethodSource("io.voicewebhooks.sink.calls.CallListTest#cases")
    void aFilterGivesWhatItSaysTheNewestFirstInPages(CallListTest.Case filtered) throws SQLException {
        CallQueries queries = new CallQueries(database.reader());

        assertThat(CallListTest.threePages(queries, filtered.filter())).containsExactlyElementsOf(filtered.expected());
    }
}
