package io.voicewebhooks;

/** Our own logging, unless the user brings a Logback configuration. */
final class Logging {
    private static final String PROPERTY = "logback.configurationFile";

    private Logging() {}

    static void configure() {
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, "io/voicewebhooks/logback.xml");
        }
    }
}
