package io.voicewebhooks.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.language.MethodCallExpression;

/**
 * Finds steps that put what a caller sent into a variable which a template dials: a caller who chooses whom we call runs up
 * our bill. The bean {@code dialPlan} lets allowed numbers through.
 */
public final class DialledNumbersCheck {
    /** The variables that are made of the request, by the place of the step. */
    private final Map<String, Set<String>> callers = new LinkedHashMap<>();

    /** Notes what a route makes of the request. */
    public void see(Route route, RouteDefinition definition) {
        CamelContext context = route.getCamelContext();
        RouteSteps.active(context, definition, SetVariableDefinition.class)
                .filter(step -> isOfCaller(text(step)))
                .forEach(step -> callers.computeIfAbsent(RouteProblem.location(definition), place -> new TreeSet<>())
                        .add(step.getName()));
    }

    private static boolean isOfCaller(String expression) {
        return expression.contains("body") && !expression.contains("dialPlan");
    }

    private static String text(ExpressionNode step) {
        if (step.getExpression() instanceof MethodCallExpression call) {
            return call.getRef() + " " + call.getMethod();
        }
        return String.valueOf(step.getExpression().getExpression());
    }

    /**
     * A line for every such step, naming file and route.
     *
     * @param dialled the variables that templates dial
     */
    public List<String> problems(Set<String> dialled) {
        List<String> problems = new ArrayList<>();
        callers.forEach((place, variables) -> variables.stream()
                .filter(dialled::contains)
                .forEach(variable -> problems.add(place + "the variable " + variable
                        + " is dialled and comes from the caller; expected: a number of the configuration, or"
                        + " ${bean:dialPlan?method=allowed(...)}")));
        return problems;
    }
}
