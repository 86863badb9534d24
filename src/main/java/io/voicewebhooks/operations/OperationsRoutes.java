package io.voicewebhooks.operations;

import io.vertx.core.http.HttpServerRequest;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.vertx.HttpMessage;

/**
 * {@link Operations} over HTTP on the management port, below {@code /operations/}. Parameters travel in the query, replies
 * are JSON; an action needs {@code Authorization: Bearer <voice.management.token>}, and so does everything else once that is
 * configured. What is refused is {@code {error}} with the status that {@link Operations} tells, or 401, or 503 where the
 * journal does not answer.
 *
 * <p>With {@code Prefer: respond-async} an erasure or a comparison with Twilio is done in the background: 202 and
 * {@code {job, operation, who, done, total}}, and {@code GET jobs/{job}} says the same until it answers what the operation
 * does. Everything else is answered at once.
 */
final class OperationsRoutes {
    /** <a href="https://www.rfc-editor.org/rfc/rfc7240#section-4.1">RFC 7240</a>. */
    private static final String LATER = "respond-async";
    /** Ids of operations that take longer than anybody waits for an answer. */
    private static final Set<String> LONG = Set.of("erasure-preview", "erasure", "reconcile", "reconcile-apply");

    private OperationsRoutes() {}

    /** This is no RouteBuilder itself: camel-main would find it and add it to every application. */
    static void add(RouteBuilder routes) {
        routes.onException(RefusedException.class).handled(true).process(JsonReply::refused);
        routes.onException(Exception.class).handled(true).process(JsonReply::failed);

        for (Operation operation : Operations.of(routes.getContext()).all()) {
            String path = "/operations/" + operation.path() + "?httpMethodRestrict=" + operation.method();
            routes.from(ManagementHttp.COMPONENT + ":" + path)
                    .routeId("operations-" + operation.id())
                    .process(exchange -> answer(exchange, operation));
        }
    }

    private static void answer(Exchange exchange, Operation operation) throws Exception {
        OperatorRequest request = OperatorRequest.of(exchange, operation);
        HttpServerRequest http = exchange.getMessage(HttpMessage.class).getRequest();
        Jobs jobs = Jobs.of(exchange.getContext());
        boolean later =
                LONG.contains(operation.id()) && request.who().trusted() && LATER.equals(http.getHeader("Prefer"));
        Object answer = later
                ? jobs.answer(jobs.start(
                        operation.method(), operation.path(request.name()), request.parameters(), request.who()))
                : operation.answer(request);
        JsonReply.reply(exchange, answer instanceof Jobs.Running ? 202 : 200, answer);
    }
}
