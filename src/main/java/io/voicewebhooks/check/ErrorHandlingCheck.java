package io.voicewebhooks.check;

import io.voicewebhooks.journal.Journal;
import io.voicewebhooks.journal.Queues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.model.Model;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.PatternHelper;

/**
 * Finds routes that would lose a call or an event when something fails: they name a policy that is not there, or none, or
 * take events outside a transaction. Camel says nothing about any of it.
 */
public final class ErrorHandlingCheck {
    private static final String DELIVERY = "delivery";

    private final List<String> problems = new ArrayList<>();
    private boolean ours;

    /** Notes how a route handles failures, while it is built: the parameters of its template are known only then. */
    public void see(Route route, RouteDefinition definition) {
        String place = RouteProblem.location(definition);
        boolean named = namesWhatIsThere(route.getCamelContext(), definition, place);
        if (route.getEndpoint() instanceof PlatformHttpEndpoint http && isBelowVoice(http.getPath())) {
            ours = true;
            if (named && definition.getRouteConfigurationId() == null && !hasPolicy(definition)) {
                problems.add(place + "listens below /voice/ and has no routeConfigurationId; expected: incoming where a"
                        + " caller waits, else webhook");
            }
        }
        if (route.getEndpoint() instanceof JmsEndpoint jms && isQueue(jms)) {
            ours = true;
            String reads = place + "reads the queue " + jms.getDestinationName();
            if (named
                    && Queues.isSink(jms.getDestinationName())
                    && !applied(definition).contains(DELIVERY)) {
                problems.add(reads + " without routeConfigurationId: " + DELIVERY
                        + "; expected: that, alone or among others separated by commas");
            }
            transactionProblem(jms).ifPresent(problem -> problems.add(reads + problem));
        }
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

    /** Whether a route is one of the application's kind; a context without any is left alone. */
    public boolean areUsed() {
        return ours;
    }

    /** A line for every fault, naming file and route. */
    public List<String> problems() {
        return ours ? problems : List.of();
    }

    /** Camel takes every id as a pattern, with the spaces around it, and ignores one that matches nothing. */
    private boolean namesWhatIsThere(CamelContext context, RouteDefinition definition, String place) {
        // a route that became part of a rest service keeps the name only
        if (definition.getRouteConfigurationId() == null || definition.isInlined()) {
            return true;
        }
        List<String> missing = Arrays.stream(ids(context, definition).split(","))
                .filter(id -> applied(definition).stream().noneMatch(known -> PatternHelper.matchPattern(known, id)))
                .map(id -> place + "the routeConfigurationId \"" + id + "\" matches no route configuration; expected: "
                        + allowed(context))
                .toList();
        problems.addAll(missing);
        return missing.isEmpty();
    }

    /** As Camel has read them: a placeholder stands for something in a route that is made from a template. */
    private static String ids(CamelContext context, RouteDefinition definition) {
        String ids = definition.getRouteConfigurationId();
        return definition.getTemplateParameters() == null ? ids : CamelContextHelper.parseText(context, ids);
    }

    private static String allowed(CamelContext context) {
        List<String> ids =
                context
                        .getCamelContextExtension()
                        .getContextPlugin(Model.class)
                        .getRouteConfigurationDefinitions()
                        .stream()
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

    private static boolean isBelowVoice(String path) {
        return ("/" + path).replaceAll("/{2,}", "/").startsWith("/voice/");
    }

    private static boolean isQueue(JmsEndpoint jms) {
        return !jms.isPubSubDomain() && jms.getDestinationName().startsWith("voice.");
    }
}
