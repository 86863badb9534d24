package io.voicewebhooks.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Compiles a JUnit test and runs it in the directory of its project, with the libraries of this build. */
final class JUnitProcess {
    private JUnitProcess() {}

    /** Prints what failed, in a process of its own; the argument is the class. */
    public static void main(String[] arguments) {
        SummaryGeneratingListener results = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(arguments[0]))
                                .build(),
                        results);
        results.getSummary().printFailuresTo(new PrintWriter(System.out, true));
        System.out.println(results.getSummary().getTestsSucceededCount() + " passed");
    }

    /** What it prints of failures, empty if each test passed. */
    static String failures(Path project, Path test) throws IOException {
        String libraries = System.getProperty("java.class.path");
        Path classes = project.resolve("target/test-classes");
        Files.createDirectories(classes);
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-cp", libraries, "-d", classes.toString(), test.toString()))
                .isZero();
        String name = test.getFileName().toString().replace(".java", "");
        Process run = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classes + File.pathSeparator + libraries,
                        JUnitProcess.class.getName(),
                        name)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .start();
        try (InputStream output = run.getInputStream()) {
            String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            return text.endsWith("1 passed\n") ? "" : text;
        }
    }
}
