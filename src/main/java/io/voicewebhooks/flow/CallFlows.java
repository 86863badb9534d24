package io.voicewebhooks.flow;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PatternHelper;

/** Tells the routes on which a caller waits from others, and where they listen. */
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

    /** Whether a request to a path arrives at an endpoint, whose own path may have a <code>{name}</code> or be a prefix. */
    public static boolean hears(PlatformHttpEndpoint http, String path) {
        String own = ("/" + http.getPath()).replaceAll("/{2,}", "/");
        return path.matches(Pattern.quote(own).replaceAll("\\{[^}/]*}", "\\\\E[^/]+\\\\Q")
                + (http.isMatchOnUriPrefix() ? ".*" : ""));
    }
}
