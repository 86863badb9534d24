package io.voicewebhooks;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.impl.VertxWrapper;
import io.vertx.core.net.PemKeyCertOptions;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;

/**
 * The Vert.x of the HTTP servers, with the limits that Camel has no keys for. A webhook waits on a worker thread for the
 * disk; so there are more of them than Vert.x would make.
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

    private EdgeVertx(Vertx vertx, Settings settings) {
        super((VertxInternal) vertx);
        this.settings = settings;
    }

    static Vertx of(Settings settings) {
        return new EdgeVertx(Vertx.vertx(new VertxOptions().setWorkerPoolSize(WORKERS)), settings);
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
        return super.createHttpServer(options);
    }
}
