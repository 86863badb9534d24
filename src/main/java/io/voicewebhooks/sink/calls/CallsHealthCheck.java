package io.voicewebhooks.sink.calls;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.observe.BackgroundHealthCheck;
import org.apache.camel.CamelContext;

/** Whether the call log, where it is on, is whole. Calls and deliveries go on without it. */
final class CallsHealthCheck extends BackgroundHealthCheck {
    CallsHealthCheck(CamelContext context) {
        super(context, "calls");
        setEnabled(Settings.areGiven(context) && Settings.of(context).isOn(Key.CALLS_ENABLED));
    }

    @Override
    protected String problem() {
        return CallDatabase.of(getCamelContext()).problem().orElse(null);
    }
}
