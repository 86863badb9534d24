package io.voicewebhooks.check;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Route;
import org.apache.camel.model.RouteDefinition;

/** The routes of a context and how they lead to each other by {@code direct:}. */
public final class RouteGraph {
    private static final String DIRECT = "direct:";

    private final Map<String, Node> nodes = new LinkedHashMap<>();

    /**
     * A route.
     *
     * @param direct  the name on which it begins, {@code null} where it begins otherwise
     * @param targets the names to which it goes on
     */
    record Node(Route route, RouteDefinition definition, String direct, Set<String> targets) {}

    /** Notes a route and where it leads. */
    public void see(Route route, RouteDefinition definition) {
        String from = route.getEndpoint().getEndpointUri();
        Set<String> targets = RouteSteps.targets(route.getCamelContext(), definition)
                .filter(uri -> uri.startsWith(DIRECT))
                .map(RouteGraph::name)
                .collect(Collectors.toSet());
        nodes.put(
                route.getRouteId(), new Node(route, definition, from.startsWith(DIRECT) ? name(from) : null, targets));
    }

    Collection<Node> nodes() {
        return nodes.values();
    }

    /** The routes that begin on a name of {@code direct:}. */
    List<Node> at(String direct) {
        return nodes.values().stream()
                .filter(node -> direct.equals(node.direct()))
                .toList();
    }

    /**
     * The routes that may have run when a route does: itself, those that lead to it, and those to which they lead, since a
     * {@code direct:} comes back.
     */
    Set<Node> before(Node node) {
        Set<Node> callers = reached(Set.of(node), each -> nodes.values().stream()
                .filter(caller -> each.direct() != null && caller.targets().contains(each.direct()))
                .toList());
        return reached(callers, each -> each.targets().stream()
                .flatMap(target -> at(target).stream())
                .toList());
    }

    private static Set<Node> reached(Set<Node> from, Function<Node, List<Node>> further) {
        Set<Node> reached = new LinkedHashSet<>();
        Deque<Node> open = new ArrayDeque<>(from);
        while (!open.isEmpty()) {
            Node node = open.pop();
            if (reached.add(node)) {
                open.addAll(further.apply(node));
            }
        }
        return reached;
    }

    /** Whether a URI is of {@code direct:}. */
    static boolean isDirect(String uri) {
        return uri.startsWith(DIRECT);
    }

    /** The name in a URI of {@code direct:}. */
    static String name(String uri) {
        return uri.replaceFirst("^direct:(//)?", "").replaceFirst("\\?.*", "");
    }
}
