package io.voicewebhooks.delivery;

import io.voicewebhooks.observe.BackgroundHealthCheck;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckResultBuilder;

/** DOWN while a sink is paused, with the reason. Neither readiness nor liveness: its events wait in its queue. */
final class SinksHealthCheck extends BackgroundHealthCheck {

    SinksHealthCheck(CamelContext context) {
        super(context, "sinks");
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        List<SinkBreaker> paused = Sinks.of(getCamelContext()).all().stream()
                .filter(sink -> sink.state() != SinkBreaker.State.ACTIVE)
                .toList();
        if (paused.isEmpty()) {
            builder.up();
        } else {
            down(
                    builder,
                    String.join(
                            "; ",
                            paused.stream().map(SinksHealthCheck::describe).toList()));
        }
    }

    private static String describe(SinkBreaker sink) {
        return sink.name() + " is " + sink.state().name().toLowerCase(Locale.ROOT) + ": " + sink.reason();
    }
}
