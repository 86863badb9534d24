package io.voicewebhooks.config;

import java.util.List;

/** The application cannot start as it is configured. The message has one line a problem. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
    }

    /** Throws one if there are problems. */
    public static void ifAny(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
    }

    public ConfigurationException(String problem) {
        super(problem);
    }
}
