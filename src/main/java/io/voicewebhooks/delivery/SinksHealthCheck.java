package io.voicewebhooks.delivery;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** DOWN while a sink is paused, with the reason. Neither readiness nor liveness: its events wait in its queue. */
public final class SinksHealthCheck extends AbstractHealthCheck {

    public SinksHealthCheck(CamelContext context) {
        super("voice", "sinks");
        setCamelContext(context);
    }

    @Override
    public boolean isReadiness() {
        return false;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        List<Sink> paused = Sinks.of(getCamelContext()).all().stream()
                .filter(sink -> sink.state() != Sink.State.ACTIVE)
                .toList();
        if (paused.isEmpty()) {
            builder.up();
        } else {
            builder.message(String.join(
                            "; ",
                            paused.stream().map(SinksHealthCheck::describe).toList()))
                    .down();
        }
    }

    private static String describe(Sink sink) {
        return sink.name() + " is " + sink.state().name().toLowerCase(Locale.ROOT) + ": " + sink.reason();
    }
}
