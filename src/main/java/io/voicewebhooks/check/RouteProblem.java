package io.voicewebhooks.check;

import io.voicewebhooks.config.ConfigurationException;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.observe.Cause;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.ExpressionIllegalSyntaxException;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.PropertiesComponent;
import org.snakeyaml.engine.v2.exceptions.ReaderException;

/** Says in one line what is wrong with a route file, and in which file and route. */
public final class RouteProblem {
    /** What Camel says of an object that has no text of its own. */
    private static final Pattern OBJECT = Pattern.compile(" on bean: [\\w.$]+@[0-9a-f]+(?= )");

    private static final Pattern DUPLICATE = Pattern.compile("Duplicate route ids detected: ([^,]+?)(?:,\\S+)?\\. ");

    /** What Java says of a file of properties. */
    private static final String MALFORMED = "Malformed \\uxxxx encoding.";

    private RouteProblem() {}

    /** {@code routes/sink-s3.camel.yaml, route sink-s3: }. */
    static String location(RouteDefinition route) {
        return file(route).map(file -> file + ", ").orElse("") + "route " + route.getRouteId() + ": ";
    }

    private static Optional<String> file(RouteDefinition route) {
        return Optional.ofNullable(route.getResource()).map(resource -> withoutScheme(resource.getLocation()));
    }

    public static String withoutScheme(String location) {
        return location.replaceFirst("^file:", "");
    }

    /** Where a route is whose id is there twice. Camel does not tell, and knows the one that it read last. */
    private static String place(String message, CamelContext context) {
        Matcher duplicate = DUPLICATE.matcher(message);
        return context == null || !duplicate.find()
                ? ""
                : definition(context, duplicate.group(1))
                        .flatMap(RouteProblem::file)
                        .map(file -> " One of them is in " + file)
                        .orElse("");
    }

    /** The cause that says something, with file and route in front where they are known; of our own, a line each. */
    public static String describe(Throwable failure, CamelContext context) {
        String message = text(failure, context);
        Settings settings =
                context == null ? null : context.getCamelContextExtension().getContextPlugin(Settings.class);
        // an endpoint's URI, for example, may hold one
        return settings == null ? message : settings.withoutSecrets(message);
    }

    private static String text(Throwable failure, CamelContext context) {
        String where = "";
        String expression = "";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (MALFORMED.equals(cause.getMessage())) {
                return "application.properties: an escape is no character; allowed behind \\u: four hexadecimal digits";
            }
            Optional<String> yaml = YamlProblem.of(cause);
            if (yaml.isPresent()) {
                return yaml.get();
            }
            if (cause instanceof ConfigurationException) {
                return cause.getMessage();
            }
            String route = cause instanceof FailedToCreateRouteException create
                    ? create.getRouteId()
                    : cause instanceof FailedToStartRouteException start ? start.getRouteId() : null;
            if (route != null && context != null) {
                where = definition(context, route).map(RouteProblem::location).orElse("route " + route + ": ");
            }
            if (cause instanceof ExpressionIllegalSyntaxException wrong && wrong.getExpression() != null) {
                expression = "\"" + wrong.getExpression().strip() + "\" is no expression: ";
            }
            if (cause instanceof ReaderException unreadable) {
                where = withoutScheme(unreadable.getName()) + ": no text in UTF-8: ";
            }
            if (cause instanceof ClassNotFoundException && where.isEmpty() && context != null) {
                where = mention(context, cause.getMessage());
            }
        }
        String text = Cause.of(failure);
        return where + expression + OBJECT.matcher(text).replaceAll("") + place(text, context);
    }

    /** Where a class is named that Camel's beans need, which does not tell: in a route file, else in a property. */
    private static String mention(CamelContext context, String name) {
        PropertiesComponent properties = context.getPropertiesComponent();
        return LoadedRouteFiles.of(context)
                .flatMap(loaded -> loaded.mention(name))
                .or(() -> properties.loadProperties(key -> key.startsWith("camel.")).entrySet().stream()
                        .filter(property -> property.getValue().toString().contains(name))
                        .map(property -> property.getKey() + " = " + property.getValue())
                        .findFirst())
                .map(place -> place + ": ")
                .orElse("");
    }

    private static Optional<RouteDefinition> definition(CamelContext context, String id) {
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        return Optional.ofNullable(model.getRouteDefinition(id));
    }
}
