package io.voicewebhooks.check;

import io.voicewebhooks.journal.Queues;
import io.voicewebhooks.twiml.Findings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds steps that send to one of our queues which no route reads: such a queue would grow for ever, unseen. A sink that is
 * switched off must be switched off in the router too. One to which nobody sends is probably not meant, but another
 * application may do.
 */
final class QueueEndpointsCheck implements RouteCheck {
    private static final String QUEUE = "jms:(//)?(queue:)?";

    @Override
    public void report(SeenRoutes routes, Findings findings) {
        Map<String, String> read = routes.queues();
        Map<SeenRoute, Set<String>> sent = new LinkedHashMap<>();
        routes.all().forEach(route -> sent.put(route, queues(route.targets())));
        sent.forEach((route, queues) -> queues.stream()
                .filter(queue -> !read.containsKey(queue) && !queue.equals(Queues.DEAD_LETTER))
                .forEach(queue ->
                        findings.problem(route.place() + "sends to the queue " + queue + ", which no route reads")));

        Set<String> beginnings = queues(routes.all().stream().flatMap(SeenRoute::beginnings));
        read.forEach((queue, place) -> {
            if (Queues.isSink(queue)
                    && sent.values().stream().noneMatch(queues -> queues.contains(queue))
                    && beginnings.stream().noneMatch(queue::startsWith)) {
                findings.warning(place + "reads the queue " + queue + ", to which no route sends");
            }
        });
    }

    private static Set<String> queues(Stream<String> uris) {
        return uris.filter(uri -> uri.matches(QUEUE + "voice\\..*"))
                .map(uri -> uri.replaceFirst(QUEUE, "").replaceFirst("\\?.*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
