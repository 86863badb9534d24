package io.voicewebhooks.delivery;

import io.voicewebhooks.config.BeanRegistry;

/** What router and sinks need to deliver events, whoever they deliver them to. */
public final class DeliveryBeans {
    private DeliveryBeans() {}

    public static void bind(BeanRegistry beans) {
        beans.context().addRoutePolicyFactory((context, id, route) -> new RouteMetrics());
        beans.context().addRoutePolicyFactory((context, id, route) -> new SinkPolicy());
        beans.context().addRoutePolicyFactory((context, id, route) -> new RouterPolicy());
        // before the checks look at what the routes send
        beans.context().getLifecycleStrategies().add(0, new SwitchedOffSinks());
        beans.bind("routing", Routing.class, context -> new Routing());
        beans.bind("delivery", Delivery.class, context -> new Delivery());
        beans.bind("failedDelivery", FailedDelivery.class, FailedDelivery::new);
        beans.bind("webhookFailure", WebhookFailure.class, WebhookFailure::new);
        beans.bind("voiceSinksHealth", SinksHealthCheck.class, SinksHealthCheck::new);
        beans.bind("voiceRouterHealth", RouterHealthCheck.class, RouterHealthCheck::new);
    }
}
