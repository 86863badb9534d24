package io.voicewebhooks.check;

import io.voicewebhooks.flow.CallFlows;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.support.CamelContextHelper;

/** A route that has been built, and what the checks ask about it. */
final class SeenRoute {
    private static final String DIRECT = "direct:";
    private static final String EXPRESSION = "(?s)(.*?)\\$(simple)?\\{.*";

    private final Route route;
    private final RouteDefinition definition;
    private Set<String> directs;

    SeenRoute(Route route, RouteDefinition definition) {
        this.route = route;
        this.definition = definition;
    }

    RouteDefinition definition() {
        return definition;
    }

    String id() {
        return route.getRouteId();
    }

    CamelContext context() {
        return route.getCamelContext();
    }

    /** {@code routes/sink-s3.camel.yaml, route sink-s3: }. */
    String place() {
        return RouteProblem.location(definition);
    }

    Optional<PlatformHttpEndpoint> listens() {
        return route.getEndpoint() instanceof PlatformHttpEndpoint http ? Optional.of(http) : Optional.empty();
    }

    boolean isBelowVoice() {
        return listens()
                .map(http -> ("/" + http.getPath()).replaceAll("/{2,}", "/"))
                .filter(path -> path.startsWith("/voice/"))
                .isPresent();
    }

    boolean isFlow() {
        return listens().isPresent() && CallFlows.isFlow(definition);
    }

    Optional<JmsEndpoint> reads() {
        return route.getEndpoint() instanceof JmsEndpoint jms ? Optional.of(jms) : Optional.empty();
    }

    Optional<JmsEndpoint> readsOurs() {
        return reads().filter(
                        jms -> !jms.isPubSubDomain() && jms.getDestinationName().startsWith("voice."));
    }

    /** The name of {@code direct:} on which the route begins. */
    Optional<String> direct() {
        return Optional.of(route.getEndpoint().getEndpointUri())
                .filter(SeenRoute::isDirect)
                .map(SeenRoute::name);
    }

    /** The steps of a kind, however deep, without those that are switched off, alone or with a block around them. */
    <T extends ProcessorDefinition<?>> Stream<T> steps(Class<T> kind) {
        return ProcessorDefinitionHelper.filterTypeInOutputs(definition.getOutputs(), kind).stream()
                .filter(this::isActive);
    }

    private boolean isActive(ProcessorDefinition<?> step) {
        for (ProcessorDefinition<?> each = step; each != null; each = each.getParent()) {
            if (isSwitchedOff(each)) {
                return false;
            }
        }
        return true;
    }

    boolean isSwitchedOff(ProcessorDefinition<?> step) {
        return step.getDisabled() != null && Boolean.parseBoolean(resolve(step.getDisabled()));
    }

    /** What the steps send to, where they say so by name: a {@code toD} or {@code wireTap} may hold an expression instead. */
    Stream<String> targets() {
        return Stream.concat(
                        steps(ToDefinition.class).map(ToDefinition::getEndpointUri),
                        dynamic().filter(uri -> !uri.matches(EXPRESSION)))
                .map(this::resolve);
    }

    /** What comes before the expression in a {@code toD} or {@code wireTap}. */
    Stream<String> beginnings() {
        return dynamic().filter(uri -> uri.matches(EXPRESSION)).map(uri -> resolve(uri.replaceFirst(EXPRESSION, "$1")));
    }

    private Stream<String> dynamic() {
        return steps(ToDynamicDefinition.class).map(ToDynamicDefinition::getUri).filter(Objects::nonNull);
    }

    /** The names of {@code direct:} to which the route goes on. Every template asks for them. */
    Set<String> directs() {
        if (directs == null) {
            directs = targets().filter(SeenRoute::isDirect).map(SeenRoute::name).collect(Collectors.toSet());
        }
        return directs;
    }

    /** A text with the values of its placeholders, those of the route's template among them; {@code null} for none. */
    String resolve(String text) {
        PropertiesComponent properties = context().getPropertiesComponent();
        if (definition.getTemplateParameters() != null) {
            Properties parameters = new Properties();
            parameters.putAll(definition.getTemplateParameters());
            properties.setLocalProperties(parameters);
        }
        try {
            return CamelContextHelper.parseText(context(), text);
        } finally {
            properties.setLocalProperties(null);
        }
    }

    static boolean isDirect(String uri) {
        return uri.startsWith(DIRECT);
    }

    static String name(String uri) {
        return uri.replaceFirst("^direct:(//)?", "").replaceFirst("\\?.*", "");
    }
}
