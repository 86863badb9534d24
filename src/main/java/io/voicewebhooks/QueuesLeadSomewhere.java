package io.voicewebhooks;

import io.voicewebhooks.journal.Queues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.support.CamelContextHelper;

/**
 * Finds steps that send to one of our queues which no route reads: such a queue would grow for ever, unseen. A sink that is
 * switched off must be switched off in the router too.
 */
final class QueuesLeadSomewhere {
    private final Set<String> read = new TreeSet<>(Set.of(Queues.DEAD_LETTER));
    /** The queues that are sent to, by the place of the step. */
    private final Map<String, Set<String>> sent = new LinkedHashMap<>();

    /** Notes what a route reads and sends, while it is built: the parameters of its template are known only then. */
    void see(Route route, RouteDefinition definition) {
        if (route.getEndpoint() instanceof JmsEndpoint jms) {
            read.add(jms.getDestinationName());
        }
        CamelContext context = route.getCamelContext();
        RouteSteps.active(context, definition, ToDefinition.class)
                .map(to -> CamelContextHelper.parseText(context, to.getEndpointUri()))
                .filter(uri -> uri.matches("jms:(//)?(queue:)?voice\\..*"))
                .map(uri -> uri.replaceFirst("jms:(//)?(queue:)?", "").replaceFirst("\\?.*", ""))
                .forEach(queue -> sent.computeIfAbsent(RouteProblem.location(definition), place -> new TreeSet<>())
                        .add(queue));
    }

    /** A line for every queue that nobody reads, naming file and route. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        sent.forEach((place, queues) -> queues.stream()
                .filter(queue -> !read.contains(queue))
                .forEach(queue -> problems.add(place + "sends to the queue " + queue + ", which no route reads")));
        return problems;
    }
}
