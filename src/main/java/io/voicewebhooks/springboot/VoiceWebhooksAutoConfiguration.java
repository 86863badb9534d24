package io.voicewebhooks.springboot;

import io.voicewebhooks.app.Ports;
import io.voicewebhooks.config.ConfigurationException;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.PlaceholderValues;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.edge.Edge;
import io.voicewebhooks.twiml.RouteLocation;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.platform.http.main.DefaultMainHttpServerFactory;
import org.apache.camel.main.HttpServerConfigurationProperties;
import org.apache.camel.spi.CamelContextCustomizer;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Makes the CamelContext of Camel Spring Boot one that answers webhooks, once it is configured and before it has routes: it
 * reads Spring's properties, knows where its templates are, and gets the HTTP server of the webhooks, which listens when the
 * context starts.
 */
@AutoConfiguration(beforeName = VoiceWebhooksAutoConfiguration.CAMEL)
@ConditionalOnClass(name = VoiceWebhooksAutoConfiguration.CAMEL)
class VoiceWebhooksAutoConfiguration {
    static final String CAMEL = "org.apache.camel.spring.boot.CamelAutoConfiguration";
    private static final int HTTP = 8080;
    private static final String ROUTES = "camel.main.routes-include-pattern";

    @Bean
    CamelContextCustomizer voiceWebhooks(ConfigurableEnvironment environment, ApplicationContext application) {
        return context -> {
            // Boot has replaced the component to which every other context's defaults were added
            context.getPropertiesComponent().addPropertiesSource(new EnvironmentValues(environment));
            context.getPropertiesComponent().addPropertiesSource(new PlaceholderValues(context));
            context.getGlobalOptions().putIfAbsent(RouteLocation.LOCATION, directory(environment.getProperty(ROUTES)));
            Settings settings = Settings.of(context);
            // before anything runs that would have to be stopped
            if (application instanceof WebServerApplicationContext) {
                refuseSpringsPort(settings, environment);
            }
            Ports.checkWebhooks(settings);
            listen(context, settings);
        };
    }

    private static void refuseSpringsPort(Settings settings, ConfigurableEnvironment environment) {
        int port = settings.number(Key.HTTP_PORT);
        ConfigurationException.ifAny(
                environment.getProperty("server.port", Integer.class, HTTP) == port
                        ? List.of(Key.HTTP_PORT.key() + " = " + port
                                + " is server.port too, that of Spring Boot's own server; allowed: another one")
                        : List.of());
    }

    /** Of the first pattern: {@code classpath:routes/} of {@code classpath:routes/*.camel.yaml,classpath:camel/*}. */
    private static String directory(String patterns) {
        String first = patterns.split(",", 2)[0].strip();
        return first.substring(0, first.lastIndexOf('/') + 1);
    }

    private static void listen(CamelContext context, Settings settings) {
        HttpServerConfigurationProperties server = new HttpServerConfigurationProperties(null)
                .withHost(settings.get(Key.HTTP_HOST))
                .withPort(settings.number(Key.HTTP_PORT));
        Edge.configure(context, server);
        try {
            context.addService(new DefaultMainHttpServerFactory().newHttpServer(context, server));
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
    }
}
