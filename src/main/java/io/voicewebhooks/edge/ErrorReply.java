package io.voicewebhooks.edge;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.voicewebhooks.observe.Cause;
import io.voicewebhooks.observe.LogLimit;
import io.voicewebhooks.signature.FormFields;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** One line of plain text in the place of what Vert.x would say, which is HTML, nothing, or a log line for each stranger. */
final class ErrorReply {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorReply.class);

    /** With which vertx-web reports that the client was gone before its request was complete. */
    private static final int CLIENT_GONE = 200;

    /** What a router knows of a request that has been let in to its route. */
    private static final String ROUTED = ErrorReply.class.getName();

    private static final LogLimit LINES = new LogLimit();

    private static final Map<Integer, String> TEXTS = Map.of(
            400, "the request could not be read",
            404, "there is nothing here",
            413, "the body is too large",
            414, "the request line is over " + EdgeLimits.REQUEST_LINE + " bytes",
            415, "use application/x-www-form-urlencoded",
            417, "the expectation cannot be met",
            431, "the headers are over " + EdgeLimits.HEADERS + " bytes",
            500, "the request failed");

    private static final String UNREADABLE_FORM =
            "the form could not be read: malformed escape, or more than " + FormFields.MOST + " fields";

    private ErrorReply() {}

    /** Answers what a router cannot route or read. */
    static void installOn(Router router) {
        TEXTS.keySet().forEach(status -> router.errorHandler(status, context -> failed(context, status)));
        // or it would hear 200: an HTTP/2 client whose body is not as long as it said is still there
        router.errorHandler(CLIENT_GONE, gone -> failed(gone, 400));
    }

    /** From now on a failure is not that of the request. */
    static void routed(RoutingContext context) {
        context.put(ROUTED, true);
    }

    private static void failed(RoutingContext context, int status) {
        HttpServerRequest request = context.request();
        if (status == 500 && context.get(ROUTED) == null) {
            unreadable(request, context.failure());
            return;
        }
        if (status == 500) {
            log(Level.ERROR, "a request failed", context.failure());
        }
        boolean form = request.isExpectMultipart();
        if (form && !request.isEnded()) {
            // the rest of the form, which nobody will see, is not collected either
            request.setExpectMultipart(false);
        }
        send(context.response(), status, form && status == 400 ? UNREADABLE_FORM : TEXTS.get(status));
    }

    /** Answers a request that something in front of its route could not read: whatever that is, a stranger causes it. */
    static void unreadable(HttpServerRequest request, Throwable failure) {
        log(Level.WARN, "a request could not be read", failure);
        if (request.version() == HttpVersion.HTTP_2) {
            send(request.response(), 400);
        } else {
            refuseForGood(request, 400);
        }
    }

    /** Its stack would be longer than what a stranger has to send for it. */
    private static void log(Level level, String what, Throwable failure) {
        LOG.debug(what, failure);
        long suppressed = LINES.next();
        if (suppressed >= 0) {
            LOG.atLevel(level).log("{}: {}; suppressed={}", what, Cause.of(failure), suppressed);
        }
    }

    /** Answers with the standard text of a status, and closes the connection. */
    static void refuseForGood(HttpServerRequest request, int status) {
        announceClose(request);
        send(request.response(), status);
        request.connection().close();
    }

    /** Before an answer after which the connection is closed, or a proxy may send its next request there (RFC 9112, 9.6). */
    static void announceClose(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2 && !request.response().headWritten()) {
            request.response().putHeader("Connection", "close");
        }
    }

    /** Answers with the standard text of a status. */
    static void send(HttpServerResponse response, int status) {
        send(response, status, TEXTS.get(status));
    }

    /** Answers, unless there is an answer already or nobody to hear it. */
    static void send(HttpServerResponse response, int status, String text) {
        if (!response.ended() && !response.closed() && !response.headWritten()) {
            response.setStatusCode(status)
                    .putHeader("Content-Type", "text/plain; charset=utf-8")
                    .end(text);
        }
    }
}
