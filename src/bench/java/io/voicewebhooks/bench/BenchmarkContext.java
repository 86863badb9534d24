package io.voicewebhooks.bench;

import io.voicewebhooks.testkit.Twilio;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/** A context with the configuration of an application whose only sink is e-mail. */
public final class BenchmarkContext {
    private BenchmarkContext() {}

    public static CamelContext make() {
        Properties properties = new Properties();
        properties.setProperty("twilio.account-sid", Twilio.ACCOUNT);
        properties.setProperty("twilio.auth-token", Twilio.TOKEN);
        properties.setProperty("voice.public-url", Twilio.PUBLIC_URL);
        properties.setProperty("voice.sink.file.enabled", "false");
        properties.setProperty("voice.sink.email.enabled", "true");
        properties.setProperty("voice.sink.email.host", "127.0.0.1");
        properties.setProperty("voice.sink.email.from", "voice@example.com");
        properties.setProperty("voice.sink.email.to", "office@example.com");
        CamelContext context = new DefaultCamelContext();
        context.getPropertiesComponent().setInitialProperties(properties);
        return context;
    }
}
