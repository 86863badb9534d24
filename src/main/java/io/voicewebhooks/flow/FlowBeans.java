package io.voicewebhooks.flow;

import io.voicewebhooks.config.BeanRegistry;
import io.voicewebhooks.config.CallKey;
import io.voicewebhooks.config.Settings;
import java.time.Clock;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.camel.model.RouteDefinition;

/** What call flows ask: who is there, who is turned away, whom they may call. */
public final class FlowBeans {
    private FlowBeans() {}

    /** What stands between the commas of a value. */
    static Stream<String> entries(String list) {
        return Arrays.stream(list.split(",")).map(String::strip).filter(entry -> !entry.isEmpty());
    }

    public static void bind(BeanRegistry beans) {
        beans.context()
                .addRoutePolicyFactory((context, id, route) ->
                        route instanceof RouteDefinition flow && CallFlows.isFlow(flow) ? new FlowReply() : null);
        beans.bind(
                "businessHours",
                BusinessHours.class,
                context -> new BusinessHours(key -> key.of(context), Clock.systemUTC()));
        beans.bind("callers", BlockedCallers.class, context -> new BlockedCallers(CallKey.BLOCKED.of(context)));
        beans.bind("dialPlan", DialPlan.class, context -> new DialPlan(key -> key.of(context)));
        beans.bind(
                "closure",
                EmergencyClosure.class,
                context -> new EmergencyClosure(Settings.of(context).dataDir()));
    }
}
