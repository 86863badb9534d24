package io.voicewebhooks.routes;

import io.voicewebhooks.support.Postgres;
import java.sql.SQLException;

/** The same where the log is in PostgreSQL. */
class SinkCallsPostgresIT extends SinkCallsRouteTest {
    SinkCallsPostgresIT() throws SQLException {
        set("voice.sink.calls.url", Postgres.newDatabase());
    }
}
