package io.voicewebhooks.check;

import io.voicewebhooks.config.Nearest;
import io.voicewebhooks.twiml.Findings;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds steps that go on to a {@code direct:} on which no route begins: Camel would wait for one half a minute, and then
 * fail, with a caller on the line. A step that says {@code failIfNoConsumers=false} may go nowhere.
 */
final class DirectEndpointsCheck implements RouteCheck {

    @Override
    public void report(SeenRoutes routes, Findings findings) {
        Set<String> read = routes.all().stream()
                .map(SeenRoute::direct)
                .flatMap(Optional::stream)
                .collect(Collectors.toCollection(TreeSet::new));
        routes.all().forEach(route -> route.targets()
                .filter(uri -> SeenRoute.isDirect(uri) && !uri.contains("failIfNoConsumers=false"))
                .map(SeenRoute::name)
                .filter(name -> !read.contains(name))
                .collect(Collectors.toCollection(TreeSet::new))
                .forEach(name -> findings.problem(route.place() + "sends to direct:" + name + ", which no route reads"
                        + (read.isEmpty() ? "" : "; nearest: direct:" + Nearest.to(name, read)))));
    }
}
