package io.voicewebhooks.check;

import io.voicewebhooks.operations.ManagementHttp;
import io.voicewebhooks.twiml.Findings;
import org.apache.camel.model.Model;

/** Finds files among the route files that are not loaded, for their names, and a start without a route that answers calls. */
final class RouteFilesCheck implements RouteCheck {
    /** Where Twilio asks what to do with a call, as setup.md does it. */
    private static final String INCOMING = "/voice/incoming";

    @Override
    public void report(SeenRoutes routes, Findings findings) {
        LoadedRouteFiles.of(routes.context()).ifPresent(files -> report(routes, files, findings));
    }

    private static void report(SeenRoutes routes, LoadedRouteFiles files, Findings findings) {
        boolean none =
                routes.context().getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions().stream()
                        .allMatch(ManagementHttp::isOperation);
        if (none && !files.areThere()) {
            findings.problem(
                    files.pattern() + ": there is no such file, so no call would be answered; expected: route files");
        }
        files.misnamed()
                .forEach(file -> findings.warning(
                        file + " is not loaded; expected: a name that ends in " + LoadedRouteFiles.NAME));
        if (!routes.isHeard(INCOMING)) {
            findings.warning("no route listens on " + INCOMING);
        }
    }
}
