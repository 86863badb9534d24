package io.voicewebhooks.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Ordered;
import org.apache.camel.spi.PropertiesSource;

/**
 * Secrets in files of their own, as container platforms mount them: {@code twilio.auth-token-file} names the file that holds
 * {@code twilio.auth-token}. Every key that is a secret has such a key beside it. This class gives the value to
 * placeholders; {@link Settings} says what is wrong with it.
 */
public final class SecretFiles implements PropertiesSource, Ordered {
    /** Behind the key of a secret: the file that holds it. */
    static final String SUFFIX = "-file";

    private final CamelContext context;

    public SecretFiles(CamelContext context) {
        this.context = context;
    }

    @Override
    public String getName() {
        return "voice-webhooks-secret-files";
    }

    @Override
    public String getProperty(String name) {
        if (!Key.mayBeInFile(name)) {
            return null;
        }
        Optional<String> file = context.getPropertiesComponent().resolveProperty(name + SUFFIX);
        try {
            return file.isEmpty() || file.get().isBlank() ? null : read(file.get());
        } catch (IOException | IllegalArgumentException e) {
            // the settings refuse it, and tell why
            return null;
        }
    }

    /**
     * The content of a file without white space around it: editors end files with a new line.
     *
     * @throws IOException              if it cannot be read as text in UTF-8
     * @throws IllegalArgumentException if no file can have that name
     */
    static String read(String file) throws IOException {
        return Files.readString(Path.of(file.strip())).strip();
    }

    /** Right in front of the default values. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST - 1;
    }
}
