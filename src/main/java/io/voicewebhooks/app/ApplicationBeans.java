package io.voicewebhooks.app;

import io.voicewebhooks.config.BeanRegistry;
import io.voicewebhooks.config.PlaceholderValues;
import org.apache.camel.CamelContext;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** What a context has before any bean: a log without secrets, values of the keys, and what is looked at before it starts. */
public final class ApplicationBeans {
    private ApplicationBeans() {}

    public static void bind(BeanRegistry beans) {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        // Logback's classes need not be there
        if (factory.getClass().getName().equals("ch.qos.logback.classic.LoggerContext")) {
            SecretFilter.install(factory);
        }
        CamelContext context = beans.context();
        context.getPropertiesComponent().addPropertiesSource(new PlaceholderValues(context));
        Startup startup = new Startup(context);
        context.getLifecycleStrategies().add(startup);
        beans.closeAtEnd(startup::release);
    }
}
