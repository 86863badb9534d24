package io.voicewebhooks.sink.calls;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.observe.BackgroundHealthCheck;
import org.apache.camel.CamelContext;

/** Whether the call log is whole. Calls and deliveries go on without it. */
final class CallsHealthCheck extends BackgroundHealthCheck {
    CallsHealthCheck(CamelContext context) {
        super(context, "calls");
    }

    @Override
    protected String problem() {
        return Settings.of(getCamelContext()).isOn(Key.CALLS_ENABLED)
                ? CallDatabase.of(getCamelContext()).problem().orElse(null)
                : null;
    }
}
