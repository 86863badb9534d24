package io.voicewebhooks.operations;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.observe.Cause;
import io.voicewebhooks.sink.calls.CallDatabase;
import io.voicewebhooks.sink.calls.CallQueries;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Asks the call log, or says why it has no answer. */
record LogReader(CamelContext context) {
    private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);

    <T> T read(Function<CallQueries, T> question) {
        if (!Settings.of(context).isOn(Key.CALLS_ENABLED)) {
            throw new RefusedException(503, "there is no call log: %s = false", Key.CALLS_ENABLED);
        }
        CallDatabase database = CallDatabase.of(context);
        try {
            return question.apply(new CallQueries(database.reader()));
        } catch (DataAccessException e) {
            LOG.debug("the call log does not answer", e);
            throw new RefusedException(
                    503, "%s", database.problem().orElse("the call log does not answer: " + Cause.of(e)));
        }
    }

    /** Events in the order in which they came into the log: those behind a row, or the newest. */
    Object arrived(OperatorRequest request) {
        Optional<Long> after = request.matching("after", "\\d{1,18}", "a row").map(Long::valueOf);
        return Calls.shown(request, read(log -> log.arrived(after, request.limit())));
    }
}
