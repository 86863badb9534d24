package io.voicewebhooks.flow;

import io.voicewebhooks.config.BeanRegistry;
import io.voicewebhooks.config.Settings;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;

/** What call flows ask: who is there, who is turned away, whom they may call. */
public final class FlowBeans {
    private FlowBeans() {}

    public static void bind(BeanRegistry beans) {
        beans.context().addRoutePolicyFactory(new FlowReply());
        beans.bind(
                "businessHours",
                BusinessHours.class,
                context -> new BusinessHours(
                        set(context, "call.hours", "call.time-zone", "call.holidays", "call.holidays-file"),
                        Clock.systemUTC()));
        beans.bind(
                "callers",
                BlockedCallers.class,
                context -> new BlockedCallers(set(context, "call.blocked").getOrDefault("call.blocked", "")));
        beans.bind(
                "dialPlan",
                DialPlan.class,
                context -> new DialPlan(set(
                        context,
                        "call.forward.to",
                        "call.forward.caller-id",
                        "call.forward.ring-seconds",
                        "call.forward.announce",
                        "call.dial-allowed")));
        beans.bind(
                "closure",
                EmergencyClosure.class,
                context -> new EmergencyClosure(Settings.of(context).dataDir()));
    }

    /** The keys of the call flows that are set: they are the routes' own, and no {@link io.voicewebhooks.config.Key}. */
    private static Map<String, String> set(CamelContext context, String... keys) {
        Map<String, String> values = new HashMap<>();
        for (String key : keys) {
            context.getPropertiesComponent().resolveProperty(key).ifPresent(value -> values.put(key, value));
        }
        return values;
    }
}
