package io.voicewebhooks.support;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;

/** A {@link Broker} in a process of its own, so that it can be killed. */
public final class BrokerProcess {
    private BrokerProcess() {}

    /** Starts one with its journal in a directory and waits until it runs. */
    public static JavaProcess start(Path directory, int port) {
        return start(directory, port, JavaProcess.SHORT_LIFE.toArray(String[]::new));
    }

    /** Starts one that says it is another version of Artemis. */
    public static JavaProcess startAs(String version, Path directory, int port) throws IOException {
        String name = "activemq-version.properties";
        Path file = directory.resolve(name);
        try (InputStream ours = ActiveMQClient.class.getResourceAsStream("/" + name)) {
            Files.writeString(
                    file,
                    new String(ours.readAllBytes(), StandardCharsets.UTF_8)
                            .replaceAll("(versionName|versionTag)=.*", "$1=" + version));
        }
        return start(directory, port, "-Xbootclasspath/a:" + directory);
    }

    private static JavaProcess start(Path directory, int port, String... options) {
        JavaProcess broker = JavaProcess.start(
                directory,
                BrokerProcess.class,
                Map.of(
                        "broker.directory", directory.resolve("broker").toString(),
                        "broker.port", String.valueOf(port)),
                options);
        broker.awaitOutput("the broker runs", Duration.ofMinutes(2));
        return broker;
    }

    /** Takes {@code broker.directory} and {@code broker.port}. */
    public static void main(String[] args) throws Exception {
        Broker.start(Path.of(System.getProperty("broker.directory")), Integer.getInteger("broker.port"));
        System.out.println("the broker runs");
    }
}
