package io.voicewebhooks.packaging;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.voicewebhooks.support.ArchivedFiles;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.ManagementPort;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The zip, unpacked where nobody may write, and a working directory for another user than root. */
final class InstalledPackage {
    private static final Path JAR = Path.of(System.getProperty("application.jar"));
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String NOBODY = "65534";

    private final Path home;
    private final Path working;
    private final List<String> asAnother = new ArrayList<>();
    private final Map<String, String> environment = new TreeMap<>();
    private final ManagementPort management;
    private final String listener;

    private InstalledPackage(Path home, Path working) throws IOException {
        int port = Application.freePort();
        int managementPort = Application.freePort();
        this.home = home;
        this.working = working;
        this.listener = "http://127.0.0.1:" + port;
        this.management = ManagementPort.of(managementPort);
        environment.put("TWILIO_ACCOUNT_SID", Twilio.ACCOUNT);
        environment.put("TWILIO_AUTH_TOKEN", Twilio.TOKEN);
        environment.put("VOICE_PUBLIC_URL", Twilio.PUBLIC_URL);
        environment.put("VOICE_HTTP_HOST", "127.0.0.1");
        environment.put("VOICE_HTTP_PORT", String.valueOf(port));
        environment.put("VOICE_MANAGEMENT_PORT", String.valueOf(managementPort));
    }

    /** Unpacks it. */
    static InstalledPackage in(Path directory) throws IOException {
        // of another user, who has to come through here
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (FileSystem zip =
                FileSystems.newFileSystem(Path.of(zip()), Map.<String, Object>of("enablePosixFileAttributes", true))) {
            Path root = zip.getPath("/");
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.toList()) {
                    Path target = directory.resolve(root.relativize(file).toString());
                    if (Files.notExists(target)) {
                        Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
                        permissions.removeAll(PosixFilePermissions.fromString("-w--w--w-"));
                        Files.setPosixFilePermissions(target, permissions);
                    }
                }
            }
        }
        InstalledPackage made = new InstalledPackage(
                directory.resolve("voice-webhooks-" + implementationVersion()),
                Files.createDirectory(directory.resolve("working")));
        if (System.getProperty("user.name").equals("root")) {
            assumeTrue(
                    Stream.of("/usr/bin/setpriv", "/bin/setpriv").anyMatch(file -> Files.isExecutable(Path.of(file))),
                    "root, and no setpriv to become somebody else");
            made.asAnother.addAll(
                    List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--no-new-privs"));
        }
        made.own(made.working);
        return made;
    }

    /** The file of this build: of others may be there, too. */
    private static String zip() throws IOException {
        return JAR.resolveSibling("voice-webhooks-" + implementationVersion() + ".zip")
                .toString();
    }

    private static String implementationVersion() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            return jar.getManifest().getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
        }
    }

    String version() throws IOException {
        return implementationVersion();
    }

    String archive() throws IOException {
        return zip();
    }

    /** The directory that everything in the archive lies in. */
    String name() {
        return home.getFileName().toString();
    }

    Path home() {
        return home;
    }

    Path working() {
        return working;
    }

    Path script() {
        return home.resolve("bin/voice-webhooks");
    }

    /** What was unpacked, as an archive names it. */
    List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> name() + "/" + home.relativize(file))
                    .toList();
        }
    }

    /** Gives a file to the user that the application runs as. */
    void own(Path file) throws IOException {
        if (!asAnother.isEmpty()) {
            Files.setAttribute(file, "unix:uid", Integer.valueOf(NOBODY));
            Files.setAttribute(file, "unix:gid", Integer.valueOf(NOBODY));
        }
    }

    /** Puts a jar where the owner of the installation puts one. */
    void addPlugin(Path jar) throws IOException {
        Path plugins = home.resolve("plugins");
        Files.setPosixFilePermissions(plugins, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.copy(jar, plugins.resolve(jar.getFileName()));
    }

    /** The files below a directory of the working directory whose paths hold a pattern. */
    List<Path> found(String directory, String pattern) {
        return ArchivedFiles.in(working.resolve(directory)).stream()
                .filter(file -> working.relativize(file).toString().matches(".*" + pattern + ".*"))
                .sorted()
                .toList();
    }

    /** Runs the script to its end, and returns what it printed. */
    String run(Map<String, String> variables, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(script().toString()));
        command.addAll(List.of(arguments));
        return run(command, variables);
    }

    String run(List<String> command, Map<String, String> variables) throws Exception {
        Running running = launch(command, variables);
        running.awaitExit();
        return running.output();
    }

    /** Starts it by the script, and waits until it is ready. */
    Running start(Map<String, String> variables) throws Exception {
        return ready(launch(List.of(script().toString()), variables));
    }

    /** Starts it without the script. */
    Running startJar() throws Exception {
        return ready(launch(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-jar",
                        home.resolve("voice-webhooks.jar").toString()),
                Map.of()));
    }

    private Running ready(Running running) {
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(() -> {
            if (!running.process.isAlive()) {
                throw new AssertionError("it ended:\n" + running.output());
            }
            return isReady();
        });
        running.readyMillis = (System.nanoTime() - running.begun) / 1_000_000;
        return running;
    }

    private boolean isReady() {
        try {
            return management.get("/observe/health/ready").statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private Running launch(List<String> command, Map<String, String> variables) throws IOException {
        List<String> all = new ArrayList<>(asAnother);
        all.addAll(command);
        Path output = Files.createTempFile(working.getParent(), "output", ".log");
        ProcessBuilder builder = new ProcessBuilder(all)
                .directory(working.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("TWILIO_") || name.startsWith("VOICE_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        builder.environment().putAll(variables);
        return new Running(builder.start(), output);
    }

    /** The application in a process of its own. */
    final class Running implements AutoCloseable {
        private final long begun = System.nanoTime();
        private final Process process;
        private final Path output;
        private long readyMillis;

        private Running(Process process, Path output) {
            this.process = process;
            this.output = output;
        }

        Twilio twilio() {
            return new Twilio(listener, Twilio.PUBLIC_URL, Twilio.TOKEN);
        }

        String output() throws IOException {
            return Files.readString(output);
        }

        long readyMillis() {
            return readyMillis;
        }

        /** How much memory the process has, which is the JVM itself since the script has become it. */
        long residentKib() throws IOException {
            return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        }

        /** Sends SIGTERM; returns the exit status. */
        int terminate() throws InterruptedException {
            process.destroy();
            return awaitExit();
        }

        private int awaitExit() throws InterruptedException {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("it does not end");
            }
            return process.exitValue();
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }
}
