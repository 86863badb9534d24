package io.voicewebhooks.flow;

import java.util.Arrays;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PatternHelper;

/** Tells the routes on which a caller waits from others. */
public final class CallFlows {
    private static final String POLICY = "incoming";

    private CallFlows() {}

    /** Whether a route has the policy of call flows, {@code routeConfigurationId: incoming}. */
    public static boolean isFlow(RouteDefinition route) {
        String policies = route.getRouteConfigurationId();
        return policies != null
                && Arrays.stream(policies.split(","))
                        .anyMatch(policy -> PatternHelper.matchPattern(POLICY, policy.strip()));
    }
}
