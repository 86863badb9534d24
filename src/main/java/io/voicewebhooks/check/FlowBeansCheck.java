package io.voicewebhooks.check;

import io.voicewebhooks.config.CallKey;
import io.voicewebhooks.flow.DialPlan;
import io.voicewebhooks.twiml.Findings;
import java.util.List;
import org.apache.camel.CamelContext;

/** Finds wrong values of {@code call.*}, whether a flow uses them or not: the beans that read them say so. */
final class FlowBeansCheck implements RouteCheck {

    @Override
    public void report(SeenRoutes routes, Findings findings) {
        CamelContext context = routes.context();
        for (String bean : List.of("businessHours", "callers", "dialPlan")) {
            try {
                context.getRegistry().lookupByName(bean);
            } catch (RuntimeException e) {
                findings.problem(RouteProblem.describe(e, context));
            }
        }
        DialPlan.warnings(CallKey.DIAL_ALLOWED.of(context)).forEach(findings::warning);
    }
}
