package io.voicewebhooks.check;

import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.support.CamelContextHelper;

/** The steps of a route, for those who look for faults in them. */
final class RouteSteps {
    private static final String EXPRESSION = "(?s)(.*?)\\$(simple)?\\{.*";

    private RouteSteps() {}

    /** The steps of a kind, however deep, without those that are switched off, alone or with a block around them. */
    static <T extends ProcessorDefinition<?>> Stream<T> active(
            CamelContext context, RouteDefinition route, Class<T> kind) {
        return ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), kind).stream()
                .filter(step -> !isSwitchedOff(context, step));
    }

    /** What the steps send to, where they say so by name: a {@code toD} or {@code wireTap} may hold an expression instead. */
    static Stream<String> targets(CamelContext context, RouteDefinition route) {
        return Stream.concat(
                        active(context, route, ToDefinition.class).map(ToDefinition::getEndpointUri),
                        dynamic(context, route).filter(uri -> !uri.matches(EXPRESSION)))
                .map(uri -> CamelContextHelper.parseText(context, uri));
    }

    /** What comes before the expression in a {@code toD} or {@code wireTap}. */
    static Stream<String> beginnings(CamelContext context, RouteDefinition route) {
        return dynamic(context, route)
                .filter(uri -> uri.matches(EXPRESSION))
                .map(uri -> CamelContextHelper.parseText(context, uri.replaceFirst(EXPRESSION, "$1")));
    }

    private static Stream<String> dynamic(CamelContext context, RouteDefinition route) {
        return active(context, route, ToDynamicDefinition.class)
                .map(ToDynamicDefinition::getUri)
                .filter(Objects::nonNull);
    }

    private static boolean isSwitchedOff(CamelContext context, ProcessorDefinition<?> step) {
        for (ProcessorDefinition<?> each = step; each != null; each = each.getParent()) {
            if (Boolean.TRUE.equals(CamelContextHelper.parseBoolean(context, each.getDisabled()))) {
                return true;
            }
        }
        return false;
    }
}
