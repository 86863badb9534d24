package io.voicewebhooks.edge;

import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.voicewebhooks.config.ConfigurationException;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.edge.internal.ClientConnections;
import io.voicewebhooks.edge.internal.EdgeVertx;
import io.voicewebhooks.edge.tls.RenewableCertificate;
import io.voicewebhooks.edge.tls.ServerCertificate;
import io.voicewebhooks.observe.VoiceMetrics;
import io.voicewebhooks.signature.FormFields;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.main.HttpServerConfigurationProperties;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two HTTP servers of the application, with the limits and time-outs that Camel has no keys for: that of the webhooks,
 * which the world can reach, and that of the management port.
 */
public final class Edge {
    private static final Logger LOG = LoggerFactory.getLogger(Edge.class);
    private static final Optional<AdmissionRefusal> NOT_READY = Optional.of(AdmissionRefusal.NOT_READY);
    private static final Optional<AdmissionRefusal> BUSY = Optional.of(AdmissionRefusal.BUSY);
    /** Threads for requests to the management port, which is to answer while all others wait for the disk. */
    private static final int MANAGEMENT_WORKERS = 4;

    private static final int RENEWAL_SECONDS = 5;
    private static final Set<String> TLS_VERSIONS = Set.of("TLSv1.2", "TLSv1.3");

    private final CamelContext camel;
    private final Settings settings;
    private final EdgeLimits limits;
    private final int mostRequests;
    private final Optional<ServerCertificate> certificate;
    private final EdgeVertx vertx;
    private final Admission webhooks;

    private Edge(CamelContext camel, EdgeLimits limits) {
        this.camel = camel;
        this.settings = Settings.of(camel);
        this.limits = limits;
        this.mostRequests = settings.number(Key.MAX_REQUESTS);
        this.certificate = settings.find(Key.TLS_CERTIFICATE).map(file -> ServerCertificate.read(settings));
        this.vertx = new EdgeVertx(this::server);
        this.webhooks = new Admission(this::refusal, this::count, limits, Optional.empty());
    }

    /** Prepares the servers of an application that is about to start. */
    public static void configure(CamelContext context, HttpServerConfigurationProperties server) {
        configure(context, server, EdgeLimits.STANDARD);
    }

    static void configure(CamelContext context, HttpServerConfigurationProperties server, EdgeLimits limits) {
        new Edge(context, limits).install(server);
    }

    private void install(HttpServerConfigurationProperties server) {
        camel.getRegistry().bind("vertx", vertx);
        WebhookEngine engine = new WebhookEngine(camel);
        engine.setHandlers(List.of(webhooks::admit));
        // in the place of the one that every context has
        camel.getRegistry()
                .bind(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME, PlatformHttpEngine.class, () -> engine);
        PlatformHttpEngine used = camel.getRegistry()
                .lookupByNameAndType(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME, PlatformHttpEngine.class);
        if (used != engine) {
            throw new ConfigurationException("the component platform-http is served by "
                    + used.getClass().getSimpleName()
                    + "; allowed: the HTTP server that voice-webhooks brings. Remove what brings the other one, in Spring"
                    + " Boot the dependency camel-platform-http-starter");
        }
        // no file is taken, but Vert.x wants a directory for files with the first form, and would make one where we run
        server.withMaxBodySize(settings.bytes(Key.MAX_BODY_SIZE))
                .withFileUploadEnabled(true)
                .withFileUploadDirectory(settings.dataDir().toString());
        if (certificate.isPresent()) {
            certificate.get().warning().ifPresent(LOG::warn);
            // marks the server as one for TLS; the PEM files are ours, Camel's parameters do not take them
            camel.setSSLContextParameters(new SSLContextParameters());
            server.setUseGlobalSslContextParameters(true);
        }
        camel.getLifecycleStrategies().add(new BeforeRoutes(camel));
        camel.getLifecycleStrategies().add(new LifecycleStrategySupport() {
            @Override
            public void onContextStopped(CamelContext context) {
                vertx.close();
            }
        });
    }

    private Optional<AdmissionRefusal> refusal() {
        if (!camel.isStarted()) {
            return NOT_READY;
        }
        return vertx.working() < mostRequests ? Optional.empty() : BUSY;
    }

    private void count(AdmissionRefusal refusal) {
        // while the context starts, its meters may not be there yet
        if (refusal != AdmissionRefusal.NOT_READY) {
            VoiceMetrics.of(camel).httpRefused(refusal.label());
        }
    }

    /** What Vert.x makes a server of for Camel. */
    private HttpServer server(HttpServerOptions options) {
        // a field may fill the body, which has a limit
        options.setMaxFormAttributeSize(-1)
                .setMaxFormFields(FormFields.MOST)
                .setMaxInitialLineLength(EdgeLimits.REQUEST_LINE)
                .setMaxHeaderSize(EdgeLimits.HEADERS)
                .setHttp2ClearTextEnabled(false)
                .setHttp2RstFloodMaxRstFramePerWindow(EdgeLimits.RESETS)
                .setInitialSettings(new Http2Settings()
                        .setMaxConcurrentStreams(EdgeLimits.STREAMS)
                        .setMaxHeaderListSize(EdgeLimits.HEADERS));
        if (isManagement()) {
            // open: health has to be told whatever the webhooks are at
            Admission management =
                    new Admission(Optional::empty, refusal -> {}, limits, Optional.of(ManagementHosts.of(settings)));
            return vertx.server(options, management, clients(), "management", MANAGEMENT_WORKERS);
        }
        certificate.ifPresent(first -> options.setUseAlpn(true)
                .setEnabledSecureTransportProtocols(TLS_VERSIONS)
                .setSslHandshakeTimeout(limits.request().toSeconds())
                .setKeyCertOptions(KeyCertOptions.wrap(renewed(first))));
        return vertx.server(options, webhooks, clients());
    }

    /** Of the servers that Camel has announced only one is not made yet. */
    private boolean isManagement() {
        return camel.getRegistry().findByType(VertxPlatformHttpRouter.class).stream()
                .anyMatch(router ->
                        router.isManagementServer() && router.getServer().getServer() == null);
    }

    private ClientConnections clients() {
        return new ClientConnections(
                EdgeLimits.CONNECTIONS, EdgeLimits.PIPELINED, limits.request(), limits.keepAlive());
    }

    private RenewableCertificate renewed(ServerCertificate first) {
        RenewableCertificate served = new RenewableCertificate(settings, first);
        camel.getExecutorServiceManager()
                .newSingleThreadScheduledExecutor(this, "certificate")
                .scheduleWithFixedDelay(served::renew, RENEWAL_SECONDS, RENEWAL_SECONDS, TimeUnit.SECONDS);
        return served;
    }
}
