package io.voicewebhooks.springboot;

import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.jdbc.EmbeddedDatabaseConnection;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Keeps Spring Boot from connecting to a broker and to a database of which it knows no more than that their classes are here,
 * which the journal and the call log have brought.
 */
final class UnconfiguredClients implements AutoConfigurationImportFilter, EnvironmentAware {
    private static final String AUTO_CONFIGURATION = "org.springframework.boot.autoconfigure.";
    private static final String BROKER = AUTO_CONFIGURATION + "jms.artemis.ArtemisAutoConfiguration";
    private static final String DATABASE = AUTO_CONFIGURATION + "jdbc.DataSourceAutoConfiguration";

    private Environment environment;

    @Override
    public void setEnvironment(Environment environment) {
        this.environment = environment;
    }

    @Override
    public boolean[] match(String[] names, AutoConfigurationMetadata metadata) {
        Map<String, Boolean> wanted = Map.of(
                BROKER,
                isConfigured("spring.artemis"),
                DATABASE,
                isConfigured("spring.datasource")
                        || EmbeddedDatabaseConnection.get(getClass().getClassLoader())
                                != EmbeddedDatabaseConnection.NONE);
        boolean[] match = new boolean[names.length];
        for (int i = 0; i < names.length; i++) {
            match[i] = names[i] == null || wanted.getOrDefault(names[i], true);
        }
        return match;
    }

    private boolean isConfigured(String prefix) {
        return Binder.get(environment)
                .bind(prefix, Bindable.mapOf(String.class, Object.class))
                .isBound();
    }
}
