package io.voicewebhooks.operations;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.OnePerContext;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.observe.LogLimit;
import io.voicewebhooks.observe.LogText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks each operation for the bearer token, if one is configured, in front of the threads that carry operations out. Who
 * guesses waits: after ten wrong tokens in a minute a further one is answered a second later. The right one never waits,
 * whoever guesses meanwhile and from where.
 */
public final class TokenCheck implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger(TokenCheck.class);
    private static final String BEARER = "Bearer ";
    private static final long WAIT_MILLIS = 1_000;
    /** Answers that wait at once; a further guess is told to slow down, and has to open another connection. */
    private static final int MOST_WAITING = 100;

    /** Absent where none is configured. */
    private final String token;

    private final LogLimit guesses = new LogLimit();
    private final AtomicInteger waiting = new AtomicInteger();

    private TokenCheck(CamelContext context) {
        this.token = Settings.of(context).get(Key.MANAGEMENT_TOKEN);
    }

    /** That of a context: guesses count together, wherever they are made. */
    public static TokenCheck of(CamelContext context) {
        return OnePerContext.of(context, TokenCheck.class, () -> new TokenCheck(context));
    }

    @Override
    public void handle(RoutingContext operation) {
        String given = bearer(operation.request());
        if (!isConfigured() || isRight(given)) {
            operation.next();
        } else {
            refuse(operation, given != null, status -> reply(operation.response(), status));
        }
    }

    /** Whether a token is configured. */
    public boolean isConfigured() {
        return token != null;
    }

    /** Whether this is the configured token; never where none is configured or given. */
    public boolean isRight(String given) {
        return token != null
                && given != null
                && MessageDigest.isEqual(
                        token.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    /** The bearer token of a request, {@code null} where it has none. */
    public static String bearer(HttpServerRequest request) {
        String given = request.getHeader("Authorization");
        return given != null && given.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? given.substring(BEARER.length()).strip()
                : null;
    }

    /**
     * Logs a request without the right token, and has it answered when its time has come.
     *
     * @param guess  whether it has a token, which is wrong
     * @param answer gets 401, or 429 where too many guesses wait
     */
    public void refuse(RoutingContext refused, boolean guess, IntConsumer answer) {
        HttpServerRequest request = refused.request();
        long suppressed = guesses.next();
        if (suppressed >= 0) {
            String what = request.method() + " " + LogText.of(request.path());
            String from = request.remoteAddress().hostAddress() + (suppressed == 0 ? "" : "; suppressed=" + suppressed);
            LOG.warn("{} is refused: {} token, from {}", what, guess ? "wrong" : "no", from);
        }
        if (suppressed >= 0 || !guess) {
            answer.accept(401);
        } else if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            request.response().putHeader("Retry-After", "1").putHeader("Connection", "close");
            answer.accept(429);
        } else {
            refused.vertx().setTimer(WAIT_MILLIS, waited -> {
                waiting.decrementAndGet();
                if (!request.response().closed()) {
                    answer.accept(401);
                }
            });
        }
    }

    private static void reply(HttpServerResponse response, int status) {
        if (status == 401) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        String error = status == 401
                ? "this needs the header Authorization: Bearer <" + Key.MANAGEMENT_TOKEN + ">"
                : "too many wrong tokens at once";
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(JsonReply.error(error));
    }
}
