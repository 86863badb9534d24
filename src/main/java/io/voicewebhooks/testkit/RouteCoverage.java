package io.voicewebhooks.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which steps of the route files the tests of a run reach. At its end those that none has reached are logged (INFO), file and
 * line each; where the system property {@value #DIRECTORY} names a directory, all are written there, for whoever puts several
 * JVMs together.
 */
final class RouteCoverage implements BeforeAllCallback, AutoCloseable {
    static final String DIRECTORY = "route.coverage";

    private static final Logger LOG = LoggerFactory.getLogger(RouteCoverage.class);
    /** Whether a step was reached, by its place. */
    private static final Map<String, Boolean> STEPS = new ConcurrentSkipListMap<>();

    /** For Camel, which asks for each step that it builds. */
    static Processor watch(CamelContext context, NamedNode step, Processor target, Processor next) {
        if (step.getLocation() == null || step.getLineNumber() < 1) {
            // of the test itself
            return target;
        }
        String file = step.getLocation().replaceFirst("^[a-z]+:", "");
        String place = "%s:%03d %s".formatted(file, step.getLineNumber(), step.getShortName());
        STEPS.putIfAbsent(place, false);
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                STEPS.put(place, true);
                return super.process(exchange, callback);
            }
        };
    }

    /** JUnit closes what is in the store of the root when the last test is done. */
    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).getOrComputeIfAbsent(RouteCoverage.class);
    }

    @Override
    public void close() throws IOException {
        List<String> missed = STEPS.entrySet().stream()
                .filter(step -> !step.getValue())
                .map(Entry::getKey)
                .toList();
        LOG.info("route tests reach {} of {} steps; not these: {}", STEPS.size() - missed.size(), STEPS.size(), missed);
        String directory = System.getProperty(DIRECTORY);
        if (directory != null) {
            Files.write(
                    Files.createDirectories(Path.of(directory))
                            .resolve(ProcessHandle.current().pid() + ".txt"),
                    STEPS.entrySet().stream().map(Object::toString).toList());
        }
    }
}
