package io.voicewebhooks.check;

import io.voicewebhooks.config.CallKey;
import io.voicewebhooks.twiml.Findings;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.language.MethodCallExpression;

/** Finds routes that put every caller through to the numbers of {@code call.forward.to} while there are none. */
final class ForwardNumbersCheck implements RouteCheck {
    private static final String FORWARD = "forward";

    @Override
    public void report(SeenRoutes routes, Findings findings) {
        if (!CallKey.FORWARD_TO.of(routes.context()).isBlank()
                || routes.after(FORWARD).stream().noneMatch(ForwardNumbersCheck::asksForNumbers)) {
            return;
        }
        routes.all().stream()
                .filter(ForwardNumbersCheck::alwaysForwards)
                .forEach(route -> findings.problem(route.place() + "it puts every caller through to "
                        + CallKey.FORWARD_TO + ", which is not set; allowed: numbers such as +15558675310"));
    }

    /** In a choice or filter it can be asked whether there are numbers. */
    private static boolean alwaysForwards(SeenRoute route) {
        return route.steps(ToDefinition.class)
                .filter(step -> step.getParent() instanceof RouteDefinition)
                .map(step -> route.resolve(step.getEndpointUri()))
                .anyMatch(uri -> SeenRoute.isDirect(uri) && SeenRoute.name(uri).equals(FORWARD));
    }

    private static boolean asksForNumbers(SeenRoute route) {
        return route.steps(SetVariableDefinition.class)
                .anyMatch(step -> step.getExpression() instanceof MethodCallExpression call
                        && "dialPlan".equals(call.getRef())
                        && String.valueOf(call.getMethod()).startsWith("numbers"));
    }
}
