package io.voicewebhooks;

import io.voicewebhooks.config.Settings;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.snakeyaml.engine.v2.exceptions.ReaderException;

/** Says in one line what is wrong with a route file, and in which file and route. */
final class RouteProblem {
    /** What Camel says of an object that has no text of its own. */
    private static final Pattern OBJECT = Pattern.compile(" on bean: [\\w.$]+@[0-9a-f]+(?= )");

    private static final Pattern DUPLICATE = Pattern.compile("Duplicate route ids detected: ([^,]+?)(?:,\\S+)?\\. ");

    private RouteProblem() {}

    /** {@code routes/sink-s3.camel.yaml, route sink-s3: }. */
    static String location(RouteDefinition route) {
        return file(route).map(file -> file + ", ").orElse("") + "route " + route.getRouteId() + ": ";
    }

    private static Optional<String> file(RouteDefinition route) {
        return Optional.ofNullable(route.getResource()).map(resource -> withoutScheme(resource.getLocation()));
    }

    static String withoutScheme(String location) {
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

    /** The innermost message that says something, with file and route in front where they are known. */
    static String describe(Throwable failure, CamelContext context) {
        String where = "";
        Throwable innermost = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String route = cause instanceof FailedToCreateRouteException create
                    ? create.getRouteId()
                    : cause instanceof FailedToStartRouteException start ? start.getRouteId() : null;
            if (route != null && context != null) {
                where = definition(context, route).map(RouteProblem::location).orElse("route " + route + ": ");
            }
            if (cause instanceof ReaderException unreadable) {
                where = withoutScheme(unreadable.getName()) + ": no text in UTF-8: ";
            }
            if (cause.getMessage() != null) {
                innermost = cause;
            }
        }
        String text = String.valueOf(innermost.getMessage());
        String message = where
                + (innermost instanceof ClassNotFoundException ? "there is no class " : "")
                + OBJECT.matcher(text).replaceAll("")
                + place(text, context);
        Settings settings =
                context == null ? null : context.getCamelContextExtension().getContextPlugin(Settings.class);
        // an endpoint's URI, for example, may hold one
        return settings == null ? message : settings.withoutSecrets(message);
    }

    private static Optional<RouteDefinition> definition(CamelContext context, String id) {
        return Optional.ofNullable(
                context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinition(id));
    }
}
