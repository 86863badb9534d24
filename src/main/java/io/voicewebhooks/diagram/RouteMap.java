package io.voicewebhooks.diagram;

import io.voicewebhooks.journal.Queues;
import io.voicewebhooks.operations.ManagementHttp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;

/** The routes of a context and where they lead. What is switched off is not there. */
public final class RouteMap {
    private static final String QUEUE = "queue:";
    private static final String JOURNAL = "journal:";

    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final List<Link> links = new ArrayList<>();
    private final Map<Node, String> anchors = new HashMap<>();

    private RouteMap(List<Node> routes) {
        routes.forEach(route -> nodes.put("route " + route.id(), route));
        routes.forEach(route -> route.steps().forEach(step -> step.address().ifPresent(address -> targets(address)
                .forEach(target -> links.add(new Link(route, Optional.of(step), target))))));
        List.copyOf(nodes.values()).stream()
                .filter(node -> !node.isRoute() && node.address().startsWith(JOURNAL))
                .forEach(journal -> routesAt(journal.address().replace(JOURNAL, QUEUE))
                        .forEach(reader -> links.add(new Link(journal, Optional.empty(), reader))));
        nodes.values().forEach(node -> anchors.put(node, freeAnchor(node)));
    }

    private String freeAnchor(Node node) {
        String id = (node.isRoute() ? "route-" : "to-") + node.id().replaceAll("[^A-Za-z0-9_-]", "_");
        return IntStream.iterate(1, i -> i + 1)
                .mapToObj(i -> i == 1 ? id : id + "-" + i)
                .filter(free -> !anchors.containsValue(free))
                .findFirst()
                .orElseThrow();
    }

    /** Reads the routes of a context that has been built. */
    public static RouteMap of(CamelContext context) {
        return new RouteMap(
                context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions().stream()
                        .flatMap(route -> node(context, route).stream())
                        // a call begins at the top
                        .sorted(Comparator.comparing(
                                        (Node route) -> !route.address().equals("/voice/incoming"))
                                .thenComparing(Node::file))
                        .toList());
    }

    private static Optional<Node> node(CamelContext context, RouteDefinition route) {
        StepReader reader = new StepReader(context, route);
        if (!reader.isOn() || ManagementHttp.isOperation(route)) {
            return Optional.empty();
        }
        List<RouteStep> steps = reader.steps();
        return Optional.of(new Node(
                route.getRouteId(),
                true,
                reader.from(),
                Optional.ofNullable(route.getDescription()).orElse(""),
                reader.file(),
                stage(reader.from(), steps),
                steps));
    }

    private static Stage stage(String from, List<RouteStep> steps) {
        if (from.startsWith("direct:") || from.startsWith("seda:")) {
            boolean onlyStores = !steps.isEmpty()
                    && steps.stream().allMatch(step -> step.address()
                            .filter(to -> to.startsWith(JOURNAL))
                            .isPresent());
            return onlyStores ? Stage.JOURNAL : Stage.FLOWS;
        }
        if (from.equals(QUEUE + Queues.EVENTS)) {
            return Stage.ROUTER;
        }
        return from.startsWith(QUEUE + Queues.SINK_PREFIX) ? Stage.SINKS : Stage.SOURCES;
    }

    private List<Node> targets(String address) {
        List<Node> routes = routesAt(address).toList();
        return routes.isEmpty()
                ? List.of(nodes.computeIfAbsent(
                        address,
                        key -> new Node(
                                address,
                                false,
                                address,
                                "",
                                "",
                                address.startsWith(JOURNAL) ? Stage.JOURNAL : Stage.OUTSIDE,
                                List.of())))
                : routes;
    }

    private Stream<Node> routesAt(String address) {
        return nodes.values().stream()
                .filter(node -> node.isRoute() && node.address().equals(address));
    }

    List<Node> nodes() {
        return List.copyOf(nodes.values());
    }

    List<Link> links() {
        return links;
    }

    /** The id of a box in a document. */
    String anchor(Node node) {
        return anchors.get(node);
    }

    /** The id of the row of a step in a document: short, since there are many. */
    String anchor(Node node, RouteStep step) {
        return "s" + nodes().indexOf(node) + "-" + node.steps().indexOf(step);
    }

    /** A line a route: id, where it begins, the ids and addresses to which it leads, file. */
    public List<List<String>> rows() {
        return nodes.values().stream()
                .filter(Node::isRoute)
                .map(route -> List.of(route.id(), route.address(), String.join(", ", leads(route)), route.file()))
                .toList();
    }

    /** The ids of what a route leads to, as long as nothing fails. */
    List<String> leads(Node node) {
        return links.stream()
                .filter(link -> link.from() == node && !link.onFailure())
                .map(link -> link.to().id())
                .distinct()
                .toList();
    }
}
