package io.voicewebhooks.check;

import io.voicewebhooks.journal.Journal;
import io.voicewebhooks.journal.Queues;
import io.voicewebhooks.twiml.Findings;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.model.Model;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PatternHelper;

/**
 * Finds routes that would lose a call or an event when something fails: they name a policy that is not there, or none, or
 * take events outside a transaction. Camel says nothing about any of it.
 */
final class ErrorHandlingCheck implements RouteCheck {
    private static final String DELIVERY = "delivery";

    @Override
    public void report(SeenRoutes routes, Findings findings) {
        routes.all().forEach(route -> look(route, findings));
    }

    private static void look(SeenRoute route, Findings findings) {
        RouteDefinition definition = route.definition();
        List<String> missing = missing(route);
        missing.forEach(id -> findings.problem(route.place() + "the routeConfigurationId \"" + id
                + "\" matches no route configuration; expected: " + allowed(route.context())));
        if (route.isBelowVoice()
                && missing.isEmpty()
                && definition.getRouteConfigurationId() == null
                && !hasPolicy(definition)) {
            findings.problem(route.place() + "listens below /voice/ and has no routeConfigurationId; expected: incoming"
                    + " where a caller waits, else webhook");
        }
        route.readsOurs().ifPresent(jms -> {
            String reads = route.place() + "reads the queue " + jms.getDestinationName();
            if (missing.isEmpty()
                    && Queues.isSink(jms.getDestinationName())
                    && !applied(definition).contains(DELIVERY)) {
                findings.problem(reads + " without routeConfigurationId: " + DELIVERY
                        + "; expected: that, alone or among others separated by commas");
            }
            transactionProblem(jms).ifPresent(problem -> findings.problem(reads + problem));
        });
    }

    /** Camel takes every id as a pattern, with the spaces around it, and ignores one that matches nothing. */
    private static List<String> missing(SeenRoute route) {
        RouteDefinition definition = route.definition();
        // a route that became part of a rest service keeps the name only
        if (definition.getRouteConfigurationId() == null || definition.isInlined()) {
            return List.of();
        }
        // as Camel has read them: a placeholder stands for something in a route that is made from a template
        String ids = definition.getRouteConfigurationId();
        return Arrays.stream((definition.getTemplateParameters() == null ? ids : route.resolve(ids)).split(","))
                .filter(id -> applied(definition).stream().noneMatch(known -> PatternHelper.matchPattern(known, id)))
                .toList();
    }

    /** The component {@code jms} has both by default, one of a user's own does not. */
    private static Optional<String> transactionProblem(JmsEndpoint jms) {
        if (!jms.isTransacted()) {
            return Optional.of(
                    " with transacted: false, and would lose what it works on when the process ends; expected:"
                            + " transacted: true, as the component jms has it by default");
        }
        return jms.isLazyCreateTransactionManager() && Journal.isOurs(jms)
                ? Optional.of(" with lazyCreateTransactionManager: true, which makes a transaction manager that opens"
                        + " a session for each message; expected: false, as the component jms has it by default")
                : Optional.empty();
    }

    private static String allowed(CamelContext context) {
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        List<String> ids = model.getRouteConfigurationDefinitions().stream()
                .map(RouteConfigurationDefinition::getId)
                .filter(Objects::nonNull)
                .sorted()
                .toList();
        return ids.isEmpty()
                ? "none, there is no route configuration that has an id"
                : "some of " + String.join(", ", ids) + ", separated by commas without spaces";
    }

    private static Set<String> applied(RouteDefinition definition) {
        Set<String> ids = definition.getAppliedRouteConfigurationIds();
        return ids == null ? Set.of() : ids;
    }

    /** Of its own, or of its RouteBuilder. */
    private static boolean hasPolicy(RouteDefinition definition) {
        return definition.getOutputs().stream().anyMatch(OnExceptionDefinition.class::isInstance);
    }
}
