package io.voicewebhooks.check;

import io.voicewebhooks.twiml.RouteLocation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.main.DefaultRoutesCollector;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.spi.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The route files of an application that camel-main runs. */
public record LoadedRouteFiles(CamelContext context, MainConfigurationProperties main) {
    private static final Logger LOG = LoggerFactory.getLogger(LoadedRouteFiles.class);

    static final String NAME = ".camel.yaml";

    /** Those that were started with; a context that another application has made has none. */
    static Optional<LoadedRouteFiles> of(CamelContext context) {
        return Optional.ofNullable(context.getCamelContextExtension().getContextPlugin(LoadedRouteFiles.class));
    }

    String pattern() {
        return path(String.valueOf(main.getRoutesIncludePattern()));
    }

    boolean areThere() {
        return !files(main.getRoutesIncludePattern()).isEmpty();
    }

    /** The paths of files beside them that look like route files and have another name. */
    Stream<String> misnamed() {
        String location = RouteLocation.location(context);
        List<String> loaded = locations(files(main.getRoutesIncludePattern())).toList();
        return locations(files(location + "*.yaml," + location + "*.yml"))
                .filter(file -> !loaded.contains(file) && !file.endsWith(NAME))
                .map(LoadedRouteFiles::path);
    }

    Optional<String> mention(String text) {
        for (Resource file : files(main.getRoutesIncludePattern())) {
            try (InputStream stream = file.getInputStream()) {
                String content = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
                int at = content.indexOf(text);
                if (at >= 0) {
                    int line = content.substring(0, at).split("\n", -1).length;
                    return Optional.of(path(file.getLocation()) + ", line " + line);
                }
            } catch (IOException e) {
                LOG.debug("{} cannot be read", file.getLocation(), e);
            }
        }
        return Optional.empty();
    }

    private Collection<Resource> files(String pattern) {
        try {
            return new DefaultRoutesCollector()
                    .findRouteResourcesFromDirectory(context, main.getRoutesExcludePattern(), pattern);
        } catch (RuntimeCamelException e) {
            // there is no such directory
            return List.of();
        }
    }

    private static Stream<String> locations(Collection<Resource> files) {
        return files.stream().map(Resource::getLocation).sorted();
    }

    private static String path(String location) {
        return location.replaceFirst("^(file|classpath):", "");
    }
}
