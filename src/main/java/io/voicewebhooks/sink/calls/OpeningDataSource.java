package io.voicewebhooks.sink.calls;

import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** Connections of whatever is open when they are asked for. */
final class OpeningDataSource extends AbstractDataSource {
    private final Opening opening;

    /** Gives a connection. */
    interface Opening {
        Connection connection() throws SQLException;
    }

    OpeningDataSource(Opening opening) {
        this.opening = opening;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return opening.connection();
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return getConnection();
    }
}
