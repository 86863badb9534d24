package io.voicewebhooks.check;

import io.voicewebhooks.twiml.Findings;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.language.MethodCallExpression;

/**
 * Finds steps that put what a caller sent into a variable which a template dials: a caller who chooses whom we call runs up
 * our bill. The bean {@code dialPlan} lets allowed numbers through.
 */
final class DialledNumbersCheck implements RouteCheck {

    @Override
    public void report(SeenRoutes routes, Findings findings) {
        routes.all().forEach(route -> route.steps(SetVariableDefinition.class)
                .filter(step -> isOfCaller(text(step)))
                .map(SetVariableDefinition::getName)
                .filter(findings.dialled()::contains)
                .collect(Collectors.toCollection(TreeSet::new))
                .forEach(variable -> findings.problem(route.place() + "the variable " + variable
                        + " is dialled and comes from the caller; expected: a number of the configuration, or"
                        + " ${bean:dialPlan?method=allowed(...)}")));
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
}
