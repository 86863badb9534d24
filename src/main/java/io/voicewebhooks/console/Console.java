package io.voicewebhooks.console;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.operations.Jobs;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.main.ManagementHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * The console: pages for people on the management port, beside the JSON of the operations. It is there under {@code /} and
 * under the path that a proxy may leave in front ({@code voice.management.base-path}).
 */
public final class Console {
    /** Behind the application's gate, in front of every route of Camel's. */
    private static final int FIRST = -100;

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final String base;

    private Console(String base) {
        this.base = base;
    }

    /** Adds the pages to an application once it has started, if it has a management server then. */
    public static void addTo(CamelContext application) {
        application.getLifecycleStrategies().add(new LifecycleStrategySupport() {
            @Override
            public void onContextStarted(CamelContext context) {
                ManagementHttpServer server = context.hasService(ManagementHttpServer.class);
                if (server != null) {
                    String base = Settings.of(context).get(Key.MANAGEMENT_BASE_PATH);
                    new Console(base).install(context, server.getRouter());
                }
            }
        });
    }

    private void install(CamelContext context, VertxPlatformHttpRouter router) {
        Pages pages = new Pages(context, router, base);
        SinkFigures figures = SinkFigures.start(context);
        LoginPage.add(pages);
        Downloads downloads = new Downloads(pages);
        CallsPage.add(pages, downloads);
        CallPage.add(pages);
        AudioFiles.add(downloads);
        new LivePage(pages).add(pages);
        FrontPage.add(pages);
        DeliveriesPage.add(pages);
        DeliveryActions.add(pages, Jobs.of(context));
        SinksPage.add(pages, figures);
        RoutesPage.add(pages, figures);
        HealthPage.add(pages);
        NumbersPage.add(pages);
        context.getRegistry().findByType(ConsolePages.class).forEach(more -> more.add(pages));
        pages.get("/assets/:version/:name", Access.EVERYBODY, pages.templates().assets()::answer);

        router.route().order(FIRST).handler(Console::harden);
        if (!base.isEmpty()) {
            router.route(base + "/*")
                    .order(FIRST + 1)
                    .handler(request -> strip(request, router))
                    .failureHandler(router::handleFailure);
        }
        pages.refuseOthers();
    }

    /** What each answer of the port says to browsers, whoever gives it. */
    private static void harden(RoutingContext request) {
        HttpServerResponse response = request.response();
        response.putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Cache-Control", "no-store");
        request.next();
    }

    /** A proxy has left its path in front: the routes are found as if it were not there, once. */
    private void strip(RoutingContext request, Router router) {
        if (request.normalizedPath().equals(base)) {
            PageAnswer.redirect(base + "/").send(request.response());
        } else if (request.mountPoint() != null && !request.mountPoint().equals("/")) {
            request.next();
        } else {
            router.handleContext(request);
        }
    }
}
