package io.voicewebhooks.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the route tests of this build have reached, all JVMs together: every step of every route file. */
class RouteCoverageIT {
    @Test
    void everyStepIsReachedByATestOfItsRoute() throws IOException {
        Path directory = Path.of(System.getProperty("route.coverage", "none"));
        assumeThat(directory).as("the route tests of this build").isDirectory();
        TreeSet<String> reached = new TreeSet<>();
        TreeSet<String> missed = new TreeSet<>();
        for (String step : lines(directory)) {
            String place = step.substring(0, step.lastIndexOf('='));
            (step.endsWith("=true") ? reached : missed).add(place);
        }
        missed.removeAll(reached);
        System.out.println("Route coverage: " + reached.size() + " of " + (reached.size() + missed.size()) + " steps"
                + (missed.isEmpty() ? "" : "; never reached: " + missed));

        assertThat(missed).isEmpty();
        assertThat(reached.stream().map(step -> step.replaceFirst(":.*", "")).distinct())
                .containsAll(routeFiles());
    }

    private static List<String> lines(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.flatMap(RouteCoverageIT::linesOf).toList();
        }
    }

    private static Stream<String> linesOf(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> routeFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".camel.yaml"))
                    .toList();
        }
    }
}
