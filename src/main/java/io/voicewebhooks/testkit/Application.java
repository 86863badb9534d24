package io.voicewebhooks.testkit;

import io.voicewebhooks.app.VoiceApplication;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.spi.BrowsableEndpoint;

/** The application as a user runs it, with the {@code routes/} of the working directory, on free ports. */
public final class Application implements AutoCloseable {
    private final Main main;
    private final int port;
    private final ManagementPort management;

    private Application(Main main, int port, ManagementPort management) {
        this.main = main;
        this.port = port;
        this.management = management;
    }

    /** Collects the configuration; every sink is off until it is switched on. */
    public static Builder with(Path dataDir) {
        return new Builder(dataDir);
    }

    /** The configuration of an application that is about to start. */
    public static final class Builder {
        private final Map<String, String> settings = new LinkedHashMap<>();
        private final Map<String, Object> beans = new LinkedHashMap<>();
        private String routes;
        private Consumer<Main> preparation = main -> {};

        private Builder(Path dataDir) {
            settings.put("twilio.account-sid", Twilio.ACCOUNT);
            settings.put("twilio.auth-token", Twilio.TOKEN);
            settings.put("voice.public-url", Twilio.PUBLIC_URL);
            settings.put("voice.data-dir", dataDir.toString());
            settings.put("voice.sink.file.enabled", "false");
            settings.put("voice.sink.calls.enabled", "false");
        }

        /** Sets a property, a key of {@code application.properties}. */
        public Builder set(String key, String value) {
            settings.put(key, value);
            return this;
        }

        /** Sets several. */
        public Builder set(Map<String, String> more) {
            settings.putAll(more);
            return this;
        }

        /** Leaves a key to whatever else sets it. */
        public Builder without(String key) {
            settings.remove(key);
            return this;
        }

        /** Runs other routes than those of {@code routes/}: a pattern as {@code camel.main.routesIncludePattern} takes it. */
        public Builder routes(String pattern) {
            this.routes = pattern;
            return this;
        }

        /** Gives the route files another bean than the application's own. */
        public Builder bean(String name, Object bean) {
            beans.put(name, bean);
            return this;
        }

        /** Does something with the application before it starts. */
        public Builder prepare(Consumer<Main> preparation) {
            this.preparation = preparation;
            return this;
        }

        private int port(String key) {
            return Integer.parseInt(settings.get(key));
        }

        /** Starts it; its ports are free ones unless they were set. */
        public Application start() {
            settings.putIfAbsent("voice.http.port", String.valueOf(freePort()));
            settings.putIfAbsent("voice.http.host", "127.0.0.1");
            settings.putIfAbsent("voice.management.port", String.valueOf(freePort()));
            Main main = VoiceApplication.create();
            settings.forEach(main::addOverrideProperty);
            if (routes != null) {
                main.configure().setRoutesIncludePattern(routes);
            }
            beans.forEach(main::bind);
            preparation.accept(main);
            main.start();
            return new Application(main, port("voice.http.port"), ManagementPort.of(port("voice.management.port")));
        }
    }

    /** A port that is free now, and that no other test is given: neither in this JVM nor in those beside it. */
    public static int freePort() {
        return FreePorts.next();
    }

    /** Where it listens for Twilio. */
    public int port() {
        return port;
    }

    /** Where it listens for monitoring and operators. */
    public int managementPort() {
        return URI.create(management.url()).getPort();
    }

    /** Where Twilio finds it: scheme, host and port. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Twilio, with the token and public URL of this application. */
    public Twilio twilio() {
        return new Twilio(url(), Twilio.PUBLIC_URL, Twilio.TOKEN);
    }

    /** Its Camel context. */
    public CamelContext context() {
        return main.getCamelContext();
    }

    /** Where the management port is. */
    public String managementUrl() {
        return management.url();
    }

    /** Gets a page of the management port. */
    public HttpResponse<String> management(String path) {
        return management.get(path);
    }

    /** The value of a meter, with its tags; 0 where it is not there, as a counter that has not counted yet. */
    public double meter(String nameAndTags) {
        return management.meter(nameAndTags);
    }

    /** How many messages wait in a queue, for example {@code voice.events}; no number as long as nobody counts them. */
    public double depth(String queue) {
        return management.depth(queue);
    }

    /** Why each dead letter could not be delivered. */
    public List<String> deadLetters() {
        return context().getEndpoint("jms:queue:voice.dead-letter", BrowsableEndpoint.class).getExchanges().stream()
                .map(letter -> letter.getMessage().getHeader("deliveryLastError", String.class))
                .toList();
    }

    @Override
    public void close() {
        main.stop();
    }
}
