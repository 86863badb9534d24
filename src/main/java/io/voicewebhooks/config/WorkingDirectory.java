package io.voicewebhooks.config;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/** The configuration of the application that runs here, for commands that do not start it. */
public final class WorkingDirectory {
    private WorkingDirectory() {}

    /**
     * What {@code application.properties}, system properties and environment say.
     *
     * @throws ConfigurationException with a line for every problem
     */
    public static Settings settings() {
        return Settings.of(context());
    }

    /** A context that is never started: only its property placeholders are asked. */
    static CamelContext context() {
        CamelContext context = new DefaultCamelContext(false);
        context.getPropertiesComponent()
                .setLocation(
                        "file:application.properties;optional=true,classpath:application.properties;optional=true");
        return context;
    }
}
