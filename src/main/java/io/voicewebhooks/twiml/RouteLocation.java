package io.voicewebhooks.twiml;

import io.voicewebhooks.config.Installation;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.CamelContext;

/** Where route files and templates come from: the directory {@code routes/} where there is one, else the jar. */
public final class RouteLocation {
    /** Context property that an embedding application may set, for example {@code classpath:my-routes/}. */
    public static final String LOCATION = "voiceRoutes";

    private RouteLocation() {}

    /** {@code file:routes/} or {@code classpath:routes/}. */
    public static String location(CamelContext context) {
        String set = context.getGlobalOption(LOCATION);
        return set != null ? set : standard();
    }

    /** The directory of the working directory, else that of the {@link Installation}, else the jar. */
    public static String standard() {
        Path routes = Installation.path("routes");
        return Files.isDirectory(routes) ? "file:" + routes + "/" : "classpath:routes/";
    }
}
