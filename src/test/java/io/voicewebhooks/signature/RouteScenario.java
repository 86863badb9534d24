package io.voicewebhooks.signature;

import io.voicewebhooks.testkit.Twilio;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.LambdaRouteBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** A CamelContext that has nothing but the routes of a test; they are built, but there is no server to start them on. */
final class RouteScenario {
    private RouteScenario() {}

    static CamelContext context() {
        CamelContext context = new DefaultCamelContext();
        Properties properties = new Properties();
        properties.setProperty("twilio.account-sid", Twilio.ACCOUNT);
        properties.setProperty("twilio.auth-token", Twilio.TOKEN);
        properties.setProperty("voice.public-url", Twilio.PUBLIC_URL);
        context.getPropertiesComponent().setInitialProperties(properties);
        return context;
    }

    static void yaml(String yaml) throws Exception {
        CamelContext context = context();
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("own.camel.yaml", yaml));
        build(context);
    }

    /** A lambda: camel-main would find a RouteBuilder class of a test in the package of the application, and run it. */
    static void java(LambdaRouteBuilder routes) throws Exception {
        CamelContext context = context();
        RouteBuilder.addRoutes(context, routes);
        build(context);
    }

    private static void build(CamelContext context) {
        try {
            context.init();
        } finally {
            context.stop();
        }
    }
}
