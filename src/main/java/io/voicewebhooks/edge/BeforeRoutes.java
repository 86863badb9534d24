package io.voicewebhooks.edge;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.PublicUrl;
import io.voicewebhooks.config.Settings;
import java.util.Collection;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the server does with a request in front of its route: a path that still has the prefix of a public URL finds its
 * route as if the proxy had removed it. {@code /hooks/voice/status} is {@code /voice/status}. The request itself stays as it
 * came, for its signature.
 */
final class BeforeRoutes extends LifecycleStrategySupport {
    private static final Logger LOG = LoggerFactory.getLogger(BeforeRoutes.class);
    private static final String ROUTES = "/voice/";
    private static final int FIRST = -1;

    private final CamelContext context;
    private boolean installed;

    BeforeRoutes(CamelContext context) {
        this.context = context;
    }

    /** The server has its router by now, and no route of the first ones is in it yet. */
    @Override
    public void onRoutesAdd(Collection<Route> routes) {
        if (!installed) {
            installed = true;
            context.getRegistry().findByType(VertxPlatformHttpRouter.class).stream()
                    .filter(VertxPlatformHttpRouter::isMainServer)
                    .forEach(this::install);
        }
    }

    private void install(Router router) {
        Settings.of(context).publicUrls().stream()
                .map(PublicUrl::prefix)
                .filter(prefix -> !prefix.isEmpty())
                .distinct()
                .forEach(prefix -> mount(router, prefix));
    }

    private static void mount(Router router, String prefix) {
        if (prefix.contains(":") || prefix.contains("*")) {
            // the router would take them for a parameter and for anything
            LOG.warn("the proxy must remove the path prefix {} of {}: it has : or *", prefix, Key.PUBLIC_URL);
            return;
        }
        router.route(prefix + "/*")
                .order(FIRST)
                .handler(request -> {
                    if (isMounted(request) || !request.normalizedPath().startsWith(prefix + ROUTES)) {
                        request.next();
                    } else {
                        router.handleContext(request);
                    }
                })
                .failureHandler(router::handleFailure);
    }

    /** Whether a prefix was removed already. Only the first one counts: a path may repeat it without end. */
    private static boolean isMounted(RoutingContext request) {
        return request.mountPoint() != null && !request.mountPoint().equals("/");
    }
}
