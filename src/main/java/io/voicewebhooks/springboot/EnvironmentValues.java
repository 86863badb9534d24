package io.voicewebhooks.springboot;

import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.camel.Ordered;
import org.apache.camel.spi.LoadablePropertiesSource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Gives placeholders what Spring's Environment says, before any default: {@code application.yml}, profiles, config trees. It
 * lists the keys below our prefixes only, for nobody else's may be resolved without need.
 */
final class EnvironmentValues implements LoadablePropertiesSource, Ordered {
    private static final List<String> PREFIXES = List.of("voice.", "twilio.", "call.");
    /** These everybody can list who wants to. */
    private static final Set<String> NOT_SPRINGS = Set.of(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);

    private final ConfigurableEnvironment environment;

    EnvironmentValues(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public String getName() {
        return "spring";
    }

    @Override
    public String getProperty(String name) {
        return environment.getProperty(name);
    }

    @Override
    public Properties loadProperties() {
        return loadProperties(name -> true);
    }

    @Override
    public Properties loadProperties(Predicate<String> filter) {
        Properties found = new Properties();
        environment.getPropertySources().stream()
                .filter(source -> !NOT_SPRINGS.contains(source.getName()))
                .filter(EnumerablePropertySource.class::isInstance)
                .flatMap(source -> List.of(((EnumerablePropertySource<?>) source).getPropertyNames()).stream())
                .filter(name -> PREFIXES.stream().anyMatch(name::startsWith) && filter.test(name))
                .forEach(name -> found.setProperty(name, environment.getProperty(name, "")));
        return found;
    }

    /** Spring's values do not change. */
    @Override
    public void reloadProperties(String location) {}

    @Override
    public int getOrder() {
        return Ordered.HIGHEST;
    }
}
