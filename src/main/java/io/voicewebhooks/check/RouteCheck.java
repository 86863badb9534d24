package io.voicewebhooks.check;

import io.voicewebhooks.twiml.Findings;

/** Looks for one kind of fault in the routes of a context, once all are built and before any starts. */
interface RouteCheck {

    /** Reports a line for every fault, with file and route in front, to the findings of the checks before. */
    void report(SeenRoutes routes, Findings findings);
}
