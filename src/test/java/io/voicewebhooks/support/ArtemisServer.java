package io.voicewebhooks.support;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;

/**
 * A server of the estate: an instance that {@code artemis create} of the real distribution makes, with the users that the
 * broker.md tells to make, run with {@code voice.properties} by that distribution, or by the Artemis that the application is
 * built with.
 */
public final class ArtemisServer implements AutoCloseable {
    public static final String PASSWORD = "s3cret";
    public static final String ADMINISTRATOR = "admin";

    /** Where the profile {@code full} unpacks it. */
    private static final Path DISTRIBUTION = Path.of("target", "artemis").toAbsolutePath();

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String ACTIVE = "AMQ221007";

    private final Path instance;
    private final int port;
    private final boolean ours;
    private JavaProcess process;

    private ArtemisServer(Path instance, int port, boolean ours) {
        this.instance = instance;
        this.port = port;
        this.ours = ours;
    }

    /**
     * Makes an instance, and does not start it.
     *
     * @param ours    whether it is run by the Artemis that we are built with
     * @param options of {@code artemis create}
     */
    public static ArtemisServer create(Path instance, int port, boolean ours, String... options) {
        List<String> command =
                new ArrayList<>(List.of(distribution().resolve("bin/artemis").toString(), "create", "--silent"));
        command.addAll(List.of("--user", ADMINISTRATOR, "--password", PASSWORD, "--require-login"));
        command.addAll(List.of("--host", "127.0.0.1", "--default-port", String.valueOf(port)));
        command.addAll(List.of("--no-web", "--no-autotune", "--no-amqp-acceptor", "--no-mqtt-acceptor"));
        command.addAll(List.of("--no-stomp-acceptor", "--no-hornetq-acceptor", "--nio"));
        command.addAll(List.of(options));
        command.add(instance.toString());
        run(instance.getParent(), command);
        ArtemisServer server = new ArtemisServer(instance, port, ours);
        server.edit("etc/artemis-users.properties", "", "\nvoice = " + PASSWORD + "\nreader = " + PASSWORD + "\n");
        server.edit("etc/artemis-roles.properties", "", "\nvoice = voice\nreaders = reader\n");
        if (ours) {
            server.edit("etc/broker.xml", "protocols=[A-Z,]+", "protocols=CORE");
        }
        return server;
    }

    private static Path distribution() {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(DISTRIBUTION, "apache-artemis-*")) {
            return found.iterator().next();
        } catch (IOException e) {
            throw new UncheckedIOException("run it with -Pfull, which unpacks the distribution of Artemis", e);
        }
    }

    private static String run(Path directory, List<String> command) {
        try (JavaProcess process = JavaProcess.start(directory, command, Map.of())) {
            int status = process.awaitExit();
            if (status != 0) {
                throw new IllegalStateException(command + " ended with " + status + ":\n" + process.output());
            }
            return process.output();
        }
    }

    /** Replaces a pattern in a file of the instance, or adds to its end where the pattern is empty. */
    public ArtemisServer edit(String file, String pattern, String text) {
        try {
            Path path = instance.resolve(file);
            if (pattern.isEmpty()) {
                Files.writeString(path, text, StandardOpenOption.APPEND);
            } else {
                Files.writeString(path, Files.readString(path).replaceAll(pattern, text));
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it and waits until it is active. */
    public ArtemisServer start() {
        launch();
        awaitOutput(ACTIVE, 1);
        return this;
    }

    /** Starts it. */
    public ArtemisServer launch() {
        process = ours
                ? JavaProcess.start(
                        instance,
                        ArtemisServer.class,
                        Map.of(
                                "artemis.instance", instance.toString(),
                                "artemis.instance.etc", instance.resolve("etc").toString(),
                                "data.dir", instance.resolve("data").toString(),
                                "java.security.auth.login.config",
                                        instance.resolve("etc/login.config").toString()),
                        JavaProcess.SHORT_LIFE.toArray(String[]::new))
                : JavaProcess.start(
                        instance,
                        List.of(
                                instance.resolve("bin/artemis").toString(),
                                "run",
                                "--properties",
                                Broker.PROPERTIES.toString()),
                        Map.of("JAVA_ARGS_APPEND", "-Xms64m -Xmx384m -XX:TieredStopAtLevel=1"));
        return this;
    }

    /** Waits until it printed something, a regular expression, so many times since it was started. */
    public void awaitOutput(String expression, int times) {
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(200)).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("the broker ended:\n" + process.output());
            }
            return count(expression) >= times;
        });
    }

    /** How often it printed something, a regular expression, since it was started. */
    public long count(String expression) {
        return Pattern.compile(expression).matcher(process.output()).results().count();
    }

    /** Waits until it prints something once more; should it end, it is started again, as a supervisor does. */
    public void superviseUntil(String expression, long before) {
        JavaProcess first = process;
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(200)).until(() -> {
            if (!process.isAlive()) {
                launch();
            }
            return count(expression) > (process == first ? before : 0);
        });
    }

    /** Runs a command of the instance as its administrator, and returns what it printed. */
    public String administrator(String... command) {
        List<String> all =
                new ArrayList<>(List.of(instance.resolve("bin/artemis").toString()));
        all.addAll(List.of(command));
        all.addAll(List.of("--user", ADMINISTRATOR, "--password", PASSWORD, "--url", Broker.url(port)));
        return run(instance, all);
    }

    public String output() {
        return process.output();
    }

    /** Whether it is the one that clients can connect to. */
    public boolean isActive() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Sends SIGKILL. */
    public void kill() {
        process.kill();
    }

    /** The application's configuration for a broker at this URL. */
    public static Map<String, String> settings(String url) {
        return Map.of("voice.broker.url", url, "voice.broker.username", "voice", "voice.broker.password", PASSWORD);
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }

    /** Runs the instance of the system property {@code artemis.instance} with the Artemis of the class path. */
    public static void main(String[] args) throws Exception {
        Path etc = Path.of(System.getProperty("artemis.instance.etc"));
        EmbeddedActiveMQ server = new EmbeddedActiveMQ();
        server.setConfigResourcePath(etc.resolve("broker.xml").toUri().toString());
        server.setPropertiesResourcePath(Broker.PROPERTIES.toString());
        server.setSecurityManager(new ActiveMQJAASSecurityManager("activemq"));
        server.start();
        System.out.println(ACTIVE);
    }
}
