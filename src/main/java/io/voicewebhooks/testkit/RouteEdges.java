package io.voicewebhooks.testkit;

import java.util.List;
import java.util.Map.Entry;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Endpoint;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.mock.InterceptSendToMockEndpointStrategy;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.support.DefaultExchange;

/** Replaces what routes read from and send to other systems, and to routes that are not loaded. */
final class RouteEdges extends InterceptSendToMockEndpointStrategy {
    private static final String DIRECT = "direct:";
    /** Components that do not leave the JVM. */
    private static final Set<String> LOCAL = Set.of("direct", "seda", "timer");

    /** The {@code direct:} endpoints on which routes begin. */
    private final Set<String> begun = new TreeSet<>();

    private RouteEdges() {
        super("*", true);
    }

    /** In all routes of a context that has not started. */
    static void replace(ModelCamelContext context) throws Exception {
        RouteEdges edges = new RouteEdges();
        for (RouteDefinition route : List.copyOf(context.getRouteDefinitions())) {
            edges.beginAtDirect(context, route);
        }
        context.getRouteDefinitions().forEach(route -> sendToTheVeryEndpoint(route.getOutputs()));
        for (RouteConfigurationDefinition policy : context.getRouteConfigurationDefinitions()) {
            policy.getOnExceptions().forEach(failure -> sendToTheVeryEndpoint(failure.getOutputs()));
        }
        context.getCamelContextExtension().registerEndpointCallback(edges);
    }

    private void beginAtDirect(ModelCamelContext context, RouteDefinition route) throws Exception {
        String from = route.getInput().getEndpointUri();
        if (LOCAL.contains(from.replaceFirst(":.*", ""))) {
            begun.add(from);
            return;
        }
        if (route.getPrecondition() != null
                && !context.resolveLanguage("simple")
                        .createPredicate(context.resolvePropertyPlaceholders(resolved(route, route.getPrecondition())))
                        .matches(new DefaultExchange(context))) {
            // Camel leaves it out, and whoever looks sees what it would have read
            return;
        }
        String name = resolved(route, from).replaceFirst("\\?.*", "").replaceFirst("^[^:]*:(//)?((queue|topic):)?", "");
        begun.add(DIRECT + name);
        AdviceWith.adviceWith(context, route.getId(), false, advice -> advice.replaceFromWith(DIRECT + name));
    }

    /** With the parameters of its template, if it has one. */
    private static String resolved(RouteDefinition route, String text) {
        String resolved = text;
        if (route.getTemplateParameters() != null) {
            for (Entry<String, Object> parameter : route.getTemplateParameters().entrySet()) {
                resolved = resolved.replace("{{" + parameter.getKey() + "}}", String.valueOf(parameter.getValue()));
            }
        }
        return resolved;
    }

    /** For toD, Camel would make one endpoint for all, and let a header name the queue or the URL. */
    private static void sendToTheVeryEndpoint(List<ProcessorDefinition<?>> steps) {
        ProcessorDefinitionHelper.filterTypeInOutputs(steps, ToDynamicDefinition.class)
                .forEach(step -> step.setAllowOptimisedComponents("false"));
    }

    @Override
    protected boolean matchPattern(String uri, Endpoint endpoint, String pattern) {
        String name = endpoint.getEndpointBaseUri().replaceFirst("^direct://", DIRECT);
        return name.startsWith(DIRECT) ? !begun.contains(name) : endpoint.isRemote() && !isOurs(name, endpoint);
    }

    /** The data directory: files, and the call log. */
    private static boolean isOurs(String name, Endpoint endpoint) {
        return name.startsWith("file:")
                || name.startsWith("sql:") && endpoint.getEndpointUri().matches(".*[?&]dataSource=(#|%23)calls(&.*)?");
    }
}
