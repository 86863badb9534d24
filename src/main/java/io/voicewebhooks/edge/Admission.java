package io.voicewebhooks.edge;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.ParsedHeaderValue;
import io.vertx.ext.web.ParsedHeaderValues;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.voicewebhooks.edge.internal.ClientConnection;
import io.voicewebhooks.edge.internal.Gate;
import io.voicewebhooks.signature.QueryString;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Where a request comes in, on the event loop and before its body is read. It lets go on what can be served, answers
 * everything else, and gives up requests that arrive too slowly.
 */
final class Admission implements Gate {
    private static final String MULTIPART = "multipart/";
    private static final Set<String> FORM_METHODS = Set.of("POST", "PUT", "PATCH", "DELETE");
    /** Of the request line, besides method and target: two spaces and the version. */
    private static final int VERSION = " ".length() + " HTTP/1.1".length();

    private final Supplier<Optional<AdmissionRefusal>> admission;
    private final Consumer<AdmissionRefusal> refused;
    private final Optional<ManagementHosts> hosts;
    private final ArrivingRequests arriving;

    /**
     * @param admission says why no request can be served now, or nothing
     * @param refused   hears of every request that was refused
     * @param hosts     of the management port, whose routes are not those of webhooks
     */
    Admission(
            Supplier<Optional<AdmissionRefusal>> admission,
            Consumer<AdmissionRefusal> refused,
            EdgeLimits limits,
            Optional<ManagementHosts> hosts) {
        this.hosts = hosts;
        this.admission = admission;
        this.refused = refused;
        this.arriving = new ArrivingRequests(limits.request(), this::giveUp);
    }

    @Override
    public void guard(Router router) {
        router.route().order(Integer.MIN_VALUE).handler(this::arrive);
        ErrorReply.installOn(router);
    }

    private void arrive(RoutingContext context) {
        HttpServerRequest request = context.request();
        ClientConnection client = ClientConnection.of(request);
        client.begins(request);
        Optional<AdmissionRefusal> refusal = admission.get();
        if (!client.takesAnswers()) {
            client.close();
        } else if (isFramedOddly(request)) {
            ErrorReply.refuseForGood(request, 400);
        } else if (refusal.isPresent()) {
            refuse(request, refusal.get());
        } else if (isOverlong(request)) {
            ErrorReply.send(context.response(), 414);
        } else if (!QueryString.isWellFormed(request.uri())) {
            // behind the gate Vert.x decodes it where nothing catches the failure, and the client would wait in vain
            ErrorReply.send(context.response(), 400, QueryString.MALFORMED);
        } else {
            forgetFormOf(request);
            if (isMultipart(request)) {
                // Vert.x would write its files to the working directory
                ErrorReply.send(context.response(), 415);
            } else if (!areReadable(context.parsedHeaders())) {
                ErrorReply.send(context.response(), 400);
            } else {
                enter(context);
            }
        }
    }

    private void enter(RoutingContext context) {
        if (hosts.isPresent() && !hosts.get().allow(context)) {
            context.response().putHeader("X-Content-Type-Options", "nosniff").putHeader("Cache-Control", "no-store");
            ErrorReply.send(context.response(), 421, ManagementHosts.REFUSAL);
            return;
        }
        // a webhook is routed once its body is here, see admit
        hosts.ifPresent(management -> ErrorReply.routed(context));
        arriving.await(context.request());
        context.next();
    }

    /** Vert.x takes the body of any method for a form that says so, and fails where the method has none. */
    private static void forgetFormOf(HttpServerRequest request) {
        if (!FORM_METHODS.contains(request.method().name())) {
            request.headers().remove("Content-Type");
        }
    }

    /** Vert.x and Camel parse these headers when a route is chosen or has begun, and fail over some. */
    private static boolean areReadable(ParsedHeaderValues headers) {
        try {
            String charset = headers.contentType().parameter("charset");
            Stream.of(headers.accept(), headers.acceptCharset(), headers.acceptEncoding(), headers.acceptLanguage())
                    .flatMap(List::stream)
                    .forEach(ParsedHeaderValue::weight);
            return charset == null || Charset.isSupported(charset);
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** The body of a request is here too, and its route is next. Others may have been quicker meanwhile. */
    void admit(RoutingContext context) {
        Optional<AdmissionRefusal> refusal = admission.get();
        if (refusal.isPresent()) {
            refuse(context.request(), refusal.get());
        } else {
            ErrorReply.routed(context);
            context.next();
        }
    }

    private void refuse(HttpServerRequest request, AdmissionRefusal refusal) {
        ErrorReply.send(request.response(), 503, refusal.text());
        refused.accept(refusal);
    }

    /**
     * Whether a proxy in front might see another end of the request than we, and send as its body what we would take for
     * the next request (RFC 9112, 6.1): any coding besides chunked. Netty refuses Content-Length beside it.
     */
    private static boolean isFramedOddly(HttpServerRequest request) {
        List<String> codings = request.headers().getAll("Transfer-Encoding");
        return codings.size() > 1 || codings.size() == 1 && !codings.get(0).equalsIgnoreCase("chunked");
    }

    /** HTTP/2 has no request line; what would be one counts. In HTTP/1.1 Vert.x has refused it already. */
    private static boolean isOverlong(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2
                && request.method().name().length() + request.uri().length() + VERSION > EdgeLimits.REQUEST_LINE;
    }

    private static boolean isMultipart(HttpServerRequest request) {
        String type = request.getHeader("Content-Type");
        return type != null && type.regionMatches(true, 0, MULTIPART, 0, MULTIPART.length());
    }

    @Override
    public void invalid(HttpServerRequest request, int status) {
        ErrorReply.refuseForGood(request, status);
    }

    @Override
    public void unreadable(HttpServerRequest request, Throwable failure) {
        ErrorReply.unreadable(request, failure);
    }

    @Override
    public void sweep() {
        arriving.sweep();
    }

    private void giveUp(HttpServerRequest request) {
        ErrorReply.announceClose(request);
        refuse(request, AdmissionRefusal.SLOW);
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset();
        } else {
            request.connection().close();
        }
    }
}
