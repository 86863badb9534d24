package io.voicewebhooks.check;

import io.voicewebhooks.twiml.Findings;
import java.util.List;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.language.ExpressionDefinition;

/** Finds conditions on which nothing depends, such as a {@code when} whose steps are comments still. Camel takes them. */
final class EmptyBlocksCheck implements RouteCheck {

    @Override
    public void report(SeenRoutes routes, Findings findings) {
        routes.all().forEach(route -> route.steps(ChoiceDefinition.class).forEach(choice -> {
            choice.getWhenClauses()
                    .forEach(when -> look(
                            route.place() + "the when \"" + condition(when.getExpression()) + "\"",
                            when.getOutputs(),
                            findings));
            if (choice.getOtherwise() != null) {
                look(route.place() + "the otherwise", choice.getOtherwise().getOutputs(), findings);
            }
        }));
    }

    private static void look(String block, List<?> steps, Findings findings) {
        if (steps.isEmpty()) {
            findings.problem(block + " has no steps; expected: steps");
        }
    }

    static String condition(ExpressionDefinition expression) {
        return String.valueOf(expression.getExpression()).replaceAll("\\s+", " ");
    }
}
