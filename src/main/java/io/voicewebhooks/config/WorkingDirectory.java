package io.voicewebhooks.config;

import java.nio.charset.StandardCharsets;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/** The configuration of the application that runs here, for commands that do not start it. */
public final class WorkingDirectory {
    /** Where Camel finds the properties. */
    public static final String PROPERTIES =
            "file:application.properties;optional=true,classpath:application.properties;optional=true";

    private WorkingDirectory() {}

    /** Lets a context read files of properties as people write them today, in UTF-8: Camel takes them for ISO 8859-1. */
    public static void encode(CamelContext context) {
        context.getPropertiesComponent().setEncoding(StandardCharsets.UTF_8.name());
    }

    /**
     * What {@code application.properties}, system properties and environment say: a context that is never started, only its
     * property placeholders are asked.
     */
    public static CamelContext context() {
        CamelContext context = new DefaultCamelContext(false);
        encode(context);
        context.getPropertiesComponent().setLocation(PROPERTIES);
        return context;
    }
}
