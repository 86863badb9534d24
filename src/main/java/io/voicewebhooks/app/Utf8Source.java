package io.voicewebhooks.app;

import io.voicewebhooks.check.RouteProblem;
import io.voicewebhooks.config.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.camel.dsl.support.SourceLoader;
import org.apache.camel.spi.Resource;

/** Reads route files as UTF-8. Camel asks the JVM for the encoding, and Java 17 the locale. */
final class Utf8Source implements SourceLoader {

    @Override
    public String loadResource(Resource resource) throws IOException {
        try (InputStream stream = resource.getInputStream()) {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(stream.readAllBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            // without its cause, which names no file
            throw new ConfigurationException(RouteProblem.withoutScheme(resource.getLocation()) + ": no text in UTF-8");
        }
    }
}
