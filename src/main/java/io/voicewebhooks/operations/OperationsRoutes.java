package io.voicewebhooks.operations;

import org.apache.camel.builder.RouteBuilder;

/**
 * {@link Operations} over HTTP on the management port, below {@code /operations/}. Parameters travel in the query, replies
 * are JSON; an action needs {@code Authorization: Bearer <voice.management.token>}, and so does everything else once that is
 * configured. What is refused is {@code {error}} with the status that {@link Operations} tells, or 401, or 503 where the
 * journal does not answer.
 */
final class OperationsRoutes {
    private OperationsRoutes() {}

    /** This is no RouteBuilder itself: camel-main would find it and add it to every application. */
    static void add(RouteBuilder routes) {
        routes.onException(RefusedException.class).handled(true).process(JsonReply::refused);
        routes.onException(Exception.class).handled(true).process(JsonReply::failed);

        for (Operation operation : Operations.of(routes.getContext()).all()) {
            String path = "/operations/" + operation.path() + "?httpMethodRestrict=" + operation.method();
            routes.from(ManagementHttp.COMPONENT + ":" + path)
                    .routeId("operations-" + operation.id())
                    .process(exchange ->
                            JsonReply.reply(exchange, 200, operation.answer(OperatorRequest.of(exchange, operation))));
        }
    }
}
