package io.voicewebhooks;

import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.CamelContextHelper;

/** The steps of a route, for those who look for faults in them. */
final class RouteSteps {
    private RouteSteps() {}

    /** The steps of a kind, however deep, without those that are switched off, alone or with a block around them. */
    static <T extends ProcessorDefinition<?>> Stream<T> active(
            CamelContext context, RouteDefinition route, Class<T> kind) {
        return ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), kind).stream()
                .filter(step -> !isSwitchedOff(context, step));
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
