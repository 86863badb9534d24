package io.voicewebhooks;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerImpl;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.impl.VertxWrapper;
import io.vertx.core.net.PemKeyCertOptions;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;

/**
 * The Vert.x of the HTTP servers, with the limits that Camel has no keys for. A webhook waits on a worker thread for the
 * disk; so there are more of them than Vert.x would make. Camel opens the port before the routes are there and closes it
 * after they are gone: until all of them run, and once they stop, a webhook gets 503 instead of 404, so that it comes again.
 */
final class EdgeVertx extends VertxWrapper {
    private static final int WORKERS = 64;
    /** Twilio's longest fields are transcriptions and SpeechResult. */
    private static final int LONGEST_FIELD = 16 << 10;
    /** A GET webhook carries everything in the request line. */
    private static final int LONGEST_REQUEST_LINE = 8 << 10;

    private static final int LONGEST_HEADERS = 16 << 10;
    private static final int MOST_FIELDS = 256;

    private final Settings settings;
    private final BooleanSupplier running;

    private EdgeVertx(Vertx vertx, Settings settings, BooleanSupplier running) {
        super((VertxInternal) vertx);
        this.settings = settings;
        this.running = running;
    }

    static Vertx of(CamelContext context) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setWorkerPoolSize(WORKERS));
        return new EdgeVertx(vertx, Settings.of(context), context::isStarted);
    }

    @Override
    public HttpServer createHttpServer(HttpServerOptions options) {
        options.setMaxFormAttributeSize(LONGEST_FIELD)
                .setMaxFormFields(MOST_FIELDS)
                .setMaxInitialLineLength(LONGEST_REQUEST_LINE)
                .setMaxHeaderSize(LONGEST_HEADERS);
        if (options.isSsl()) {
            options.setUseAlpn(true)
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .setCertPath(settings.get(Key.TLS_CERTIFICATE))
                            .setKeyPath(settings.get(Key.TLS_KEY)));
        }
        return new HttpServerImpl(delegate, options) {
            @Override
            public HttpServer requestHandler(Handler<HttpServerRequest> routes) {
                return super.requestHandler(whileRunning(routes));
            }
        };
    }

    private Handler<HttpServerRequest> whileRunning(Handler<HttpServerRequest> routes) {
        return request -> {
            if (running.getAsBoolean() || !request.uri().startsWith("/voice/")) {
                routes.handle(request);
            } else {
                request.response()
                        .setStatusCode(503)
                        .putHeader("Content-Type", "text/plain; charset=utf-8")
                        .end("not in operation");
            }
        };
    }
}
