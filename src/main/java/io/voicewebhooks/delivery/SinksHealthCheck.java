package io.voicewebhooks.delivery;

import io.voicewebhooks.observe.BackgroundHealthCheck;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;

/** DOWN while a sink is paused, with the reason. Neither readiness nor liveness: its events wait in its queue. */
final class SinksHealthCheck extends BackgroundHealthCheck {

    SinksHealthCheck(CamelContext context) {
        super(context, "sinks");
    }

    @Override
    protected String problem() {
        String paused = Sinks.of(getCamelContext()).all().stream()
                .filter(sink -> sink.state() != SinkBreaker.State.ACTIVE)
                .map(sink -> sink.name() + " is " + sink.state().name().toLowerCase(Locale.ROOT) + ": " + sink.reason())
                .collect(Collectors.joining("; "));
        return paused.isEmpty() ? null : paused;
    }
}
