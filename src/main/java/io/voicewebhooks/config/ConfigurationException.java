package io.voicewebhooks.config;

import java.util.List;

/** The application cannot start as it is configured. The message has one line a problem. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
    }
}
