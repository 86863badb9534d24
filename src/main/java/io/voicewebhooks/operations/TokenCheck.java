package io.voicewebhooks.operations;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.observe.LogLimit;
import io.voicewebhooks.observe.LogText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks each operation for the bearer token, if one is configured, in front of the threads that carry operations out. Who
 * guesses waits: after ten wrong tokens in a minute a further one is answered a second later. The right one never waits,
 * whoever guesses meanwhile and from where.
 */
final class TokenCheck implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger(TokenCheck.class);
    private static final String BEARER = "Bearer ";
    private static final long WAIT_MILLIS = 1_000;
    /** Answers that wait at once; a further guess is told to slow down, and has to open another connection. */
    private static final int MOST_WAITING = 100;

    private final CamelContext context;
    private final LogLimit guesses = new LogLimit();
    private final AtomicInteger waiting = new AtomicInteger();

    TokenCheck(CamelContext context) {
        this.context = context;
    }

    @Override
    public void handle(RoutingContext operation) {
        HttpServerRequest request = operation.request();
        String token = Settings.of(context).get(Key.MANAGEMENT_TOKEN);
        String given = request.getHeader("Authorization");
        boolean bearer = given != null && given.regionMatches(true, 0, BEARER, 0, BEARER.length());
        if (ManagementPage.PATH.equals(request.path())
                || token == null
                || bearer && isSame(token, given.substring(BEARER.length()).strip())) {
            operation.next();
            return;
        }
        long suppressed = guesses.next();
        if (suppressed >= 0) {
            String what = request.method() + " " + LogText.of(request.path());
            String from = request.remoteAddress().hostAddress() + (suppressed == 0 ? "" : "; suppressed=" + suppressed);
            LOG.warn("{} is refused: {} token, from {}", what, bearer ? "wrong" : "no", from);
        }
        if (suppressed >= 0 || !bearer) {
            refuse(request.response());
        } else if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            request.response().putHeader("Retry-After", "1").putHeader("Connection", "close");
            reply(request.response(), 429, "too many wrong tokens at once");
        } else {
            operation.vertx().setTimer(WAIT_MILLIS, waited -> {
                waiting.decrementAndGet();
                refuse(request.response());
            });
        }
    }

    private static boolean isSame(String token, String given) {
        return MessageDigest.isEqual(token.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private static void refuse(HttpServerResponse response) {
        response.putHeader("WWW-Authenticate", "Bearer");
        reply(response, 401, "this needs the header Authorization: Bearer <" + Key.MANAGEMENT_TOKEN + ">");
    }

    private static void reply(HttpServerResponse response, int status, String error) {
        if (!response.closed()) {
            response.setStatusCode(status)
                    .putHeader("Content-Type", "application/json")
                    .end(JsonReply.error(error));
        }
    }
}
