package io.voicewebhooks.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Route;
import org.apache.camel.model.RouteDefinition;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Finds steps that go on to a {@code direct:} on which no route begins: Camel would wait for one half a minute, and then
 * fail, with a caller on the line. A step that says {@code failIfNoConsumers=false} may go nowhere.
 */
public final class DirectEndpointsCheck {
    private static final String DIRECT = "direct:";

    private final Set<String> read = new TreeSet<>();
    /** The names that are sent to, by the place of the step. */
    private final Map<String, Set<String>> sent = new LinkedHashMap<>();

    /** Notes where a route begins, and where it goes on. */
    public void see(Route route, RouteDefinition definition) {
        String from = route.getEndpoint().getEndpointUri();
        if (from.startsWith(DIRECT)) {
            read.add(RouteGraph.name(from));
        }
        RouteSteps.targets(route.getCamelContext(), definition)
                .filter(uri -> uri.startsWith(DIRECT) && !uri.contains("failIfNoConsumers=false"))
                .forEach(uri -> sent.computeIfAbsent(RouteProblem.location(definition), place -> new TreeSet<>())
                        .add(RouteGraph.name(uri)));
    }

    /** A line for every name on which no route begins, naming file and route. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        sent.forEach((place, names) -> names.stream()
                .filter(name -> !read.contains(name))
                .forEach(name ->
                        problems.add(place + "sends to " + DIRECT + name + ", which no route reads" + nearest(name))));
        return problems;
    }

    private String nearest(String name) {
        return read.stream()
                .min(Comparator.comparingInt(
                        known -> LevenshteinDistance.getDefaultInstance().apply(known, name)))
                .map(known -> "; nearest: " + DIRECT + known)
                .orElse("");
    }
}
