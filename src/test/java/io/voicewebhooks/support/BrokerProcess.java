package io.voicewebhooks.support;

import java.nio.file.Path;

/** A {@link Broker} in a process of its own, so that it can be killed. */
public final class BrokerProcess {
    private BrokerProcess() {}

    /** Takes {@code broker.directory} and {@code broker.port}. */
    public static void main(String[] args) throws Exception {
        Broker.start(Path.of(System.getProperty("broker.directory")), Integer.getInteger("broker.port"));
        System.out.println("the broker runs");
    }
}
