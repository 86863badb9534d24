package io.voicewebhooks.check;

import io.voicewebhooks.twiml.Findings;
import io.voicewebhooks.twiml.TemplateFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;

/** Everything that is looked at in the routes of a context before it starts. */
public final class RouteChecks {
    private final SeenRoutes routes;
    private final List<RouteCheck> ofFlows;

    private final List<RouteCheck> ofOurs = List.of(
            new ErrorHandlingCheck(),
            new DirectEndpointsCheck(),
            new EmptyBlocksCheck(),
            new FlowEndsCheck(),
            new WorkerThreadsCheck());

    /** Begins to listen which properties the context asks for. */
    public RouteChecks(CamelContext context) {
        this.routes = new SeenRoutes(context);
        this.ofFlows = List.of(
                (seen, findings) -> TemplateFiles.check(seen.context(), findings),
                new TemplateNamesCheck(),
                new LanguagesCheck(),
                new TemplateVariablesCheck(),
                new DialledNumbersCheck(),
                new FlowBeansCheck(),
                new ForwardNumbersCheck(),
                // the beans have asked for theirs by now
                new CallKeysCheck(context));
    }

    /** Notes a route that has been built. */
    public void see(Route route) {
        routes.see(route);
    }

    /** Looks at all routes. A context with no route of the application's kind is left alone. */
    public Findings report() {
        List<RouteCheck> checks = new ArrayList<>();
        if (routes.useTemplates()) {
            checks.addAll(ofFlows);
        }
        checks.add(new QueueEndpointsCheck());
        if (routes.areOurs()) {
            checks.addAll(ofOurs);
        }
        checks.add(new RouteFilesCheck());
        Findings findings = new Findings();
        checks.forEach(check -> check.report(routes, findings));
        return findings;
    }

    /** Those of the queues that nobody reads yet which no route of ours will read either. */
    public Map<String, Long> leftBehind(Map<String, Long> unread) {
        Map<String, Long> left = new TreeMap<>(unread);
        left.keySet().removeAll(routes.queues().keySet());
        return left;
    }
}
