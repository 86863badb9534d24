package io.voicewebhooks.check;

import io.voicewebhooks.operations.ManagementHttp;
import io.voicewebhooks.twiml.RouteFiles;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.LineNumberReader;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.main.DefaultRoutesCollector;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.model.Model;
import org.apache.camel.spi.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds files among the route files that are not loaded, for their names, and a start without a route that answers calls.
 */
public final class RouteFilesCheck {
    /** Where Twilio asks what to do with a call, as setup.md does it. */
    public static final String INCOMING = "/voice/incoming";

    private static final Logger LOG = LoggerFactory.getLogger(RouteFilesCheck.class);

    private static final String NAME = ".camel.yaml";

    private final CamelContext context;
    private final MainConfigurationProperties main;

    public RouteFilesCheck(CamelContext context, MainConfigurationProperties main) {
        this.context = context;
        this.main = main;
    }

    /** A line if there is no route file, and no route from elsewhere. */
    public List<String> problems() {
        boolean none = context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions().stream()
                .allMatch(ManagementHttp::isOperation);
        return none && files(main.getRoutesIncludePattern()).isEmpty()
                ? List.of(path(String.valueOf(main.getRoutesIncludePattern()))
                        + ": there is no such file, so no call would be answered; expected: route files")
                : List.of();
    }

    /**
     * A line for every file that looks like a route file and is none, and one if nobody answers calls.
     *
     * @param answersCalls whether a route listens on {@link #INCOMING}
     */
    public List<String> warnings(boolean answersCalls) {
        String location = RouteFiles.location(context);
        List<String> loaded = locations(files(main.getRoutesIncludePattern())).toList();
        Stream<String> others = locations(files(location + "*.yaml," + location + "*.yml"))
                .filter(file -> !loaded.contains(file) && !file.endsWith(NAME))
                .map(file -> path(file) + " is not loaded; expected: a name that ends in " + NAME);
        Stream<String> calls = answersCalls ? Stream.empty() : Stream.of("no route listens on " + INCOMING);
        return Stream.concat(others, calls).toList();
    }

    /** The first route file that holds a text, and its line. */
    Optional<String> mention(String text) {
        for (Resource file : files(main.getRoutesIncludePattern())) {
            try (LineNumberReader lines =
                    new LineNumberReader(new InputStreamReader(file.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.contains(text)) {
                        return Optional.of(path(file.getLocation()) + ", line " + lines.getLineNumber());
                    }
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
