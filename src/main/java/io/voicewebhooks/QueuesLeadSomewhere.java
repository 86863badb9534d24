package io.voicewebhooks;

import io.voicewebhooks.config.ConfigurationException;
import io.voicewebhooks.journal.Queues;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.support.CamelContextHelper;

/**
 * Finds steps that send to one of our queues which no route reads: such a queue would grow for ever, unseen. A sink that is
 * switched off must be switched off in the router too.
 */
final class QueuesLeadSomewhere {
    private QueuesLeadSomewhere() {}

    /**
     * @throws ConfigurationException with a line for every such step, naming file and route
     */
    static void check(CamelContext context) {
        Set<String> read = new HashSet<>(Set.of(Queues.DEAD_LETTER));
        for (Route route : context.getRoutes()) {
            if (route.getEndpoint() instanceof JmsEndpoint jms) {
                read.add(jms.getDestinationName());
            }
        }
        List<String> problems = new ArrayList<>();
        for (RouteDefinition route :
                context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions()) {
            if (context.getRoute(route.getRouteId()) != null) {
                for (ToDefinition to :
                        ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ToDefinition.class)) {
                    String queue = queue(context, to);
                    if (queue != null && !read.contains(queue)) {
                        problems.add(RouteProblem.location(route) + "sends to the queue " + queue
                                + ", which no route reads");
                    }
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
    }

    private static String queue(CamelContext context, ToDefinition to) {
        String uri = CamelContextHelper.parseText(context, to.getEndpointUri());
        boolean disabled = Boolean.TRUE.equals(CamelContextHelper.parseBoolean(context, to.getDisabled()));
        if (disabled || !uri.matches("jms:(queue:)?voice\\..*")) {
            return null;
        }
        return uri.replaceFirst("jms:(queue:)?", "").replaceFirst("\\?.*", "");
    }
}
