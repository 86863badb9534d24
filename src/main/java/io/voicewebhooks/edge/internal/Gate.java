package io.voicewebhooks.edge.internal;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;

/** What stands in front of a server's routes. All of it is called on the event loop. */
public interface Gate {

    /** Becomes the first to see the requests of a router. */
    void guard(Router router);

    /**
     * Answers what was no HTTP, or too long.
     *
     * @param status 400, 414 or 431
     */
    void invalid(HttpServerRequest request, int status);

    /** Answers a request that something in front of its route could not read: whatever that is, a stranger causes it. */
    void unreadable(HttpServerRequest request, Throwable failure);

    /** Once a second: gives up on requests that take too long to arrive. */
    void sweep();
}
