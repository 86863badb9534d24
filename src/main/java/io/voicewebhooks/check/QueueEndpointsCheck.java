package io.voicewebhooks.check;

import io.voicewebhooks.journal.Queues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.model.RouteDefinition;

/**
 * Finds steps that send to one of our queues which no route reads: such a queue would grow for ever, unseen. A sink that is
 * switched off must be switched off in the router too. One to which nobody sends is probably not meant.
 */
public final class QueueEndpointsCheck {
    private static final String QUEUE = "jms:(//)?(queue:)?";

    /** The queues that are read, and where. */
    private final Map<String, String> read = new TreeMap<>(Map.of(Queues.DEAD_LETTER, ""));
    /** The queues that are sent to, by the place of the step. */
    private final Map<String, Set<String>> sent = new LinkedHashMap<>();
    /** What comes before the expression in the name of a queue that is sent to. */
    private final Set<String> beginnings = new TreeSet<>();

    /** Notes what a route reads and sends, while it is built: the parameters of its template are known only then. */
    public void see(Route route, RouteDefinition definition) {
        String place = RouteProblem.location(definition);
        if (route.getEndpoint() instanceof JmsEndpoint jms) {
            read.putIfAbsent(jms.getDestinationName(), place);
        }
        CamelContext context = route.getCamelContext();
        queues(RouteSteps.targets(context, definition))
                .forEach(queue ->
                        sent.computeIfAbsent(place, steps -> new TreeSet<>()).add(queue));
        queues(RouteSteps.beginnings(context, definition)).forEach(beginnings::add);
    }

    private static Stream<String> queues(Stream<String> uris) {
        return uris.filter(uri -> uri.matches(QUEUE + "voice\\..*"))
                .map(uri -> uri.replaceFirst(QUEUE, "").replaceFirst("\\?.*", ""));
    }

    /** A line for every queue that nobody reads, naming file and route. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        sent.forEach((place, queues) -> queues.stream()
                .filter(queue -> !read.containsKey(queue))
                .forEach(queue -> problems.add(place + "sends to the queue " + queue + ", which no route reads")));
        return problems;
    }

    /** Those of the queues that nobody reads yet which no route of ours will read either. */
    public Map<String, Long> leftBehind(Map<String, Long> unread) {
        Map<String, Long> left = new TreeMap<>(unread);
        left.keySet().removeAll(read.keySet());
        return left;
    }

    /** A line for every sink that gets nothing, naming file and route; another application may send to it. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        read.forEach((queue, place) -> {
            if (Queues.isSink(queue)
                    && sent.values().stream().noneMatch(queues -> queues.contains(queue))
                    && beginnings.stream().noneMatch(queue::startsWith)) {
                warnings.add(place + "reads the queue " + queue + ", to which no route sends");
            }
        });
        return warnings;
    }
}
