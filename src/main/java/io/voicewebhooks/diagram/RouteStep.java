package io.voicewebhooks.diagram;

import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.WhenDefinition;

/**
 * A step of a route, as a line of its box.
 *
 * @param id      Camel's id of the step
 * @param depth   how many blocks are around it: 0 for a step of the route itself
 * @param text    what it does, whole; never with the value of a placeholder, which may be a secret
 * @param address where it sends to, empty where it does not
 * @param place   its file and line, empty where that is not known
 */
public record RouteStep(String id, Kind kind, int depth, String text, Optional<String> address, String place) {
    /** What the colour of the line says. */
    enum Kind {
        PLAIN,
        /** Decides which steps follow, or has steps in it. */
        BRANCH,
        SENDS,
        /** Belongs to the error handling of the route, and sends. */
        ON_FAILURE
    }

    /** A step by itself, wherever it stands in a route; its address is not looked for. */
    public static RouteStep of(CamelContext context, RouteDefinition route, NamedNode step) {
        String text = step.getShortName();
        if (step instanceof WhenDefinition branch) {
            text += " " + branch.getExpression().getExpression();
        } else if (step instanceof ProcessorDefinition<?> processor) {
            text = new StepReader(context, route).text(processor);
        }
        return new RouteStep(
                String.valueOf(step.getId()), Kind.PLAIN, 0, text, Optional.empty(), StepReader.place(step));
    }
}
