package io.voicewebhooks.support;

import io.voicewebhooks.VoiceWebhooks;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a process of the application begins: in integration tests as users start it, from its jar, with the archive of its
 * classes that {@code mvn verify} makes; elsewhere from the class path of the tests.
 */
final class Launch {
    /** The jar that was packaged, in integration tests. */
    private static final String JAR = System.getProperty("application.jar");

    private Launch() {}

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Java with these options and the application, to which arguments may be added. */
    static List<String> application(List<String> options) {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(options);
        if (JAR == null) {
            command.addAll(List.of("-cp", withoutTests(), VoiceWebhooks.class.getName()));
            return command;
        }
        Path archive = Path.of(JAR.replaceFirst("\\.jar$", ".jsa"));
        if (Files.exists(archive)) {
            command.add("-XX:SharedArchiveFile=" + archive);
        }
        command.addAll(List.of("-jar", JAR));
        return command;
    }

    /** The tests' own classes bring another Logback configuration. */
    private static String withoutTests() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> entries = new ArrayList<>(List.of(all.split(File.pathSeparator)));
        entries.removeIf(entry -> entry.matches(".*[/\\\\]test-classes"));
        return String.join(File.pathSeparator, entries);
    }
}
