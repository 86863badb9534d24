package io.voicewebhooks.operations;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.main.ManagementHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.CamelContextHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The component {@value #COMPONENT}: routes on the management port. A second {@code platform-http} whose engine knows that
 * port; nothing of it can be reached on the port of the webhooks.
 */
public final class ManagementHttp {
    static final String COMPONENT = "management-http";

    /** Bytes. */
    private static final long LONGEST_BODY = 64 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(ManagementHttp.class);

    private ManagementHttp() {}

    /** Adds the operations to an application that is about to start, if it has a management server. */
    public static void addOperations(BaseMainSupport main) {
        CamelContext context = main.getCamelContext();
        boolean server = CamelContextHelper.parseBoolean(context, "{{camel.management.enabled:false}}");
        int port = Settings.of(context).number(Key.MANAGEMENT_PORT);
        if (server && port == 0) {
            LOG.warn(
                    "{} = 0: the operations need a port that is known beforehand, so they are off",
                    Key.MANAGEMENT_PORT);
        } else if (server) {
            PlatformHttpComponent component = new PlatformHttpComponent(context);
            component.setEngine(new Engine(context, port));
            context.addComponent(COMPONENT, component);
            main.configure().addLambdaRouteBuilder(OperationsRoutes::add);
        }
    }

    /** Keeps requests to the management server small, once that server is made: no operation reads a body. */
    public static void limitBodies(CamelContext context) {
        ManagementHttpServer server = context.hasService(ManagementHttpServer.class);
        if (server != null) {
            server.setMaxBodySize(LONGEST_BODY);
            // none is taken; see Edge
            server.setFileUploadDirectory(Settings.of(context).dataDir().toString());
        }
    }

    /** Whether a route is one of the operations. */
    public static boolean isOperation(RouteDefinition route) {
        return route.getInput().getEndpointUri().startsWith(COMPONENT + ":");
    }

    private static final class Engine extends VertxPlatformHttpEngine {
        private final int port;

        Engine(CamelContext context, int port) {
            this.port = port;
            setCamelContext(context);
            setHandlers(List.of(TokenCheck.of(context)));
        }

        @Override
        protected void doInit() {
            // not registered: the webhooks' component would take the first engine that it finds
        }

        @Override
        public int getServerPort() {
            return port;
        }
    }
}
