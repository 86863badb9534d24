package io.voicewebhooks.support;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A {@link Broker} in a process of its own, so that it can be killed. */
public final class BrokerProcess {
    private BrokerProcess() {}

    /** Starts one with its journal in a directory and waits until it runs. */
    public static JavaProcess start(Path directory, int port) {
        JavaProcess broker = JavaProcess.start(
                directory,
                BrokerProcess.class,
                Map.of(
                        "broker.directory", directory.resolve("broker").toString(),
                        "broker.port", String.valueOf(port)),
                JavaProcess.SHORT_LIFE.toArray(String[]::new));
        broker.awaitOutput("the broker runs", Duration.ofSeconds(30));
        return broker;
    }

    /** Takes {@code broker.directory} and {@code broker.port}. */
    public static void main(String[] args) throws Exception {
        Broker.start(Path.of(System.getProperty("broker.directory")), Integer.getInteger("broker.port"));
        System.out.println("the broker runs");
    }
}
