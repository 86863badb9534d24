package io.voicewebhooks;

import io.voicewebhooks.config.Settings;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;

/** Says in one line what is wrong with a route file, and in which file and route. */
final class RouteProblem {
    private RouteProblem() {}

    /** {@code routes/sink-s3.camel.yaml, route sink-s3: }. */
    static String location(RouteDefinition route) {
        String file = route.getResource() == null
                ? ""
                : route.getResource().getLocation().replaceFirst("^file:", "") + ", ";
        return file + "route " + route.getRouteId() + ": ";
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
            if (cause.getMessage() != null) {
                innermost = cause;
            }
        }
        String message = where
                + (innermost instanceof ClassNotFoundException ? "there is no class " : "")
                + innermost.getMessage();
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
