package io.voicewebhooks.check;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.language.ExpressionDefinition;

/** Finds conditions on which nothing depends, such as a {@code when} whose steps are comments still. Camel takes them. */
public final class EmptyBlocksCheck {
    private final List<String> problems = new ArrayList<>();

    /** Notes the blocks of a route that have no steps. */
    public void see(Route route, RouteDefinition definition) {
        CamelContext context = route.getCamelContext();
        String place = RouteProblem.location(definition);
        RouteSteps.active(context, definition, ChoiceDefinition.class).forEach(choice -> {
            choice.getWhenClauses()
                    .forEach(when ->
                            see(place + "the when \"" + condition(when.getExpression()) + "\"", when.getOutputs()));
            if (choice.getOtherwise() != null) {
                see(place + "the otherwise", choice.getOtherwise().getOutputs());
            }
        });
    }

    private void see(String block, List<?> steps) {
        if (steps.isEmpty()) {
            problems.add(block + " has no steps; expected: steps");
        }
    }

    /** A condition in one line. */
    static String condition(ExpressionDefinition expression) {
        return String.valueOf(expression.getExpression()).replaceAll("\\s+", " ");
    }

    /** A line for each of them, naming file and route. */
    public List<String> problems() {
        return problems;
    }
}
