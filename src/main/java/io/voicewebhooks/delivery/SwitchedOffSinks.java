package io.voicewebhooks.delivery;

import io.voicewebhooks.journal.Queues;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sink is switched off in one place, the {@code precondition} of the route that reads its queue: what sends to that queue is
 * left out of the routes while they are built, as if it were {@code disabled}. A queue that no route reads, whatever its
 * precondition, is no such sink.
 */
final class SwitchedOffSinks extends LifecycleStrategySupport {
    private static final Logger LOG = LoggerFactory.getLogger(SwitchedOffSinks.class);
    private static final Pattern SINK = Pattern.compile("jms:(?://)?(?:queue:)?(voice\\.sink\\.[^?]*).*");

    /** Camel forgets a route that is off once the others have started, and a route may be built again. */
    private final Set<String> off = new HashSet<>();

    @Override
    public void onRouteContextCreate(Route route) {
        if (!(route.getRoute() instanceof RouteDefinition definition)) {
            return;
        }
        CamelContext context = route.getCamelContext();
        List<ToDefinition> sends =
                ProcessorDefinitionHelper.filterTypeInOutputs(definition.getOutputs(), ToDefinition.class).stream()
                        .filter(to -> !queue(context, to.getUri()).isEmpty())
                        .toList();
        if (!sends.isEmpty()) {
            look(context);
            sends.stream()
                    .filter(to -> off.contains(queue(context, to.getUri())))
                    .forEach(to -> leaveOut(route, to));
        }
    }

    private static void leaveOut(Route route, ToDefinition send) {
        LOG.debug("{} does not send to {}, whose route is switched off", route.getRouteId(), send.getUri());
        ProcessorDefinition<?> step = send;
        step.setDisabled("true");
        // nor are the conditions asked that lead to nothing else
        while (!(step.getParent() instanceof RouteDefinition)
                && step.getParent() != null
                && step.getParent().getOutputs().stream().allMatch(each -> "true".equals(each.getDisabled()))) {
            step = step.getParent();
            step.setDisabled("true");
        }
    }

    private void look(CamelContext context) {
        Set<String> read = new HashSet<>();
        for (RouteDefinition route :
                context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions()) {
            PropertiesComponent properties = context.getPropertiesComponent();
            Properties before = properties.getLocalProperties();
            try {
                if (route.getTemplateParameters() != null) {
                    Properties parameters = new Properties();
                    parameters.putAll(route.getTemplateParameters());
                    properties.setLocalProperties(parameters);
                }
                String queue = queue(context, route.getInput().getEndpointUri());
                boolean isOn = route.getPrecondition() == null
                        || Boolean.TRUE.equals(CamelContextHelper.parseBoolean(context, route.getPrecondition()));
                (isOn ? read : off).add(queue);
            } catch (IllegalArgumentException e) {
                LOG.debug("{} cannot be built, as Camel says once it tries to", route.getRouteId(), e);
            } finally {
                properties.setLocalProperties(before);
            }
        }
        off.removeAll(read);
    }

    /** The queue of a sink in an endpoint's URI, empty for any other endpoint. */
    private static String queue(CamelContext context, String uri) {
        if (uri == null || !uri.contains(Queues.SINK_PREFIX)) {
            return "";
        }
        Matcher sink = SINK.matcher(CamelContextHelper.parseText(context, uri));
        return sink.matches() ? sink.group(1) : "";
    }
}
