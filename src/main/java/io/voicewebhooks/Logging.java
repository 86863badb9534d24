package io.voicewebhooks;

/** Our own logging, unless the user brings a Logback configuration. */
final class Logging {
    private static final String PROPERTY = "logback.configurationFile";

    private Logging() {}

    static void configure() {
        use("io/voicewebhooks/logback.xml");
    }

    /** For a command whose output is its own. */
    static void silence() {
        use("io/voicewebhooks/logback-silent.xml");
    }

    private static void use(String configuration) {
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, configuration);
        }
    }
}
