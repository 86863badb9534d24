package io.voicewebhooks.sink.calls;

import io.voicewebhooks.config.BeanRegistry;
import io.voicewebhooks.event.EventStores;
import org.apache.camel.CamelContext;

/** What {@code sink-calls} needs. */
public final class CallsBeans {
    private CallsBeans() {}

    public static void bind(BeanRegistry beans) {
        beans.closeAtEnd(() -> close(beans.context()));
        // not as a DataSource: Camel would give it to every "sql" endpoint that names none
        beans.bind("calls", Object.class, context -> {
            CallLog log = CallLog.of(context);
            beans.closeAtEnd(log::stop);
            return CallDatabase.of(context).writer();
        });
        beans.bind("callColumns", CallColumns.class, context -> new CallColumns());
        beans.bind("callStatements", ParsedOnce.class, context -> new ParsedOnce());
        beans.bind("callRetention", CallRetention.class, CallRetention::new);
        EventStores.of(beans.context()).add(new CallErasure(beans.context()));
        beans.bind("voiceCallsHealth", CallsHealthCheck.class, CallsHealthCheck::new);
    }

    /** Where somebody has asked for it. */
    private static void close(CamelContext context) {
        CallDatabase database = context.getCamelContextExtension().getContextPlugin(CallDatabase.class);
        if (database != null) {
            database.close();
        }
    }
}
