package io.voicewebhooks.check;

import io.voicewebhooks.edge.NonBlockingRoutes;
import io.voicewebhooks.twiml.Findings;

/**
 * Tells which webhooks take a worker thread because of one of their steps. As they come, the status and recording callbacks
 * do not.
 */
final class WorkerThreadsCheck implements RouteCheck {

    @Override
    public void report(SeenRoutes routes, Findings findings) {
        NonBlockingRoutes nonBlocking = new NonBlockingRoutes(routes.context());
        routes.all().stream()
                .filter(route -> route.isBelowVoice() && !route.isFlow())
                .forEach(route -> nonBlocking
                        .mayWait(route.definition())
                        .ifPresent(step -> findings.note(
                                route.place() + "runs on a worker thread, for one of its steps may wait: " + step)));
    }
}
