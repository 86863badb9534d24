package io.voicewebhooks.check;

import io.voicewebhooks.flow.CallFlows;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.RouteDefinition;

/** The routes of a context that have been built, and how they lead to each other by {@code direct:}. */
final class SeenRoutes {
    private final CamelContext context;
    private final Map<String, SeenRoute> routes = new LinkedHashMap<>();

    SeenRoutes(CamelContext context) {
        this.context = context;
    }

    void see(Route route) {
        if (route.getRoute() instanceof RouteDefinition definition) {
            routes.put(route.getRouteId(), new SeenRoute(route, definition));
        }
    }

    CamelContext context() {
        return context;
    }

    Collection<SeenRoute> all() {
        return routes.values();
    }

    /** Whether a route is one of the application's kind: it listens below {@code /voice/} or reads a queue of ours. */
    boolean areOurs() {
        return all().stream()
                .anyMatch(route -> route.isBelowVoice() || route.readsOurs().isPresent());
    }

    boolean useTemplates() {
        return all().stream()
                .anyMatch(route -> TemplateNamesCheck.names(route).findAny().isPresent());
    }

    boolean isHeard(String path) {
        return all().stream().flatMap(route -> route.listens().stream()).anyMatch(http -> CallFlows.hears(http, path));
    }

    /** The queues that are read, with the place of a route that does. */
    Map<String, String> queues() {
        Map<String, String> read = new TreeMap<>();
        all().stream().forEach(route -> route.reads()
                .ifPresent(jms -> read.putIfAbsent(jms.getDestinationName(), route.place())));
        return read;
    }

    List<SeenRoute> at(String direct) {
        return all().stream()
                .filter(route -> route.direct().filter(direct::equals).isPresent())
                .toList();
    }

    /**
     * The routes that may have run when a route does: itself, those that lead to it, and those to which they lead, since a
     * {@code direct:} comes back.
     */
    Set<SeenRoute> before(SeenRoute route) {
        Set<SeenRoute> callers = reached(Set.of(route), each -> each.direct().stream()
                .flatMap(
                        name -> all().stream().filter(caller -> caller.directs().contains(name)))
                .toList());
        return reached(callers, each -> each.directs().stream()
                .flatMap(name -> at(name).stream())
                .toList());
    }

    /** The routes at a {@code direct:}, and those to which they lead. */
    Set<SeenRoute> after(String direct) {
        return reached(at(direct), each -> each.directs().stream()
                .flatMap(name -> at(name).stream())
                .toList());
    }

    private static Set<SeenRoute> reached(Collection<SeenRoute> from, Function<SeenRoute, List<SeenRoute>> further) {
        Set<SeenRoute> reached = new LinkedHashSet<>();
        Deque<SeenRoute> open = new ArrayDeque<>(from);
        while (!open.isEmpty()) {
            SeenRoute route = open.pop();
            if (reached.add(route)) {
                open.addAll(further.apply(route));
            }
        }
        return reached;
    }
}
