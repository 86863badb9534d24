package io.voicewebhooks.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The routes in an application that is not ours: the CamelContext of Camel's own test kit, a broker of that application's, no
 * main of ours. That the manual's text is enough for it, from outside, is shown by {@code src/it/embedding}.
 */
class EmbeddingTest extends CamelTestSupport {
    private static EmbeddedActiveMQ broker;
    private static ActiveMQConnectionFactory connections;
    private static HttpReceiver events;

    private final int port = Application.freePort();

    @TempDir
    Path dir;

    @BeforeAll
    static void startWhatIsNotOurs() throws Exception {
        broker = new EmbeddedActiveMQ()
                .setConfiguration(new ConfigurationImpl()
                        .setPersistenceEnabled(false)
                        .setSecurityEnabled(false)
                        .addAcceptorConfiguration("in-vm", "vm://4711"))
                .start();
        connections = new ActiveMQConnectionFactory("vm://4711");
        events = HttpReceiver.start();
    }

    @AfterAll
    static void stopWhatIsNotOurs() throws Exception {
        events.close();
        connections.close();
        broker.stop();
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        Properties properties = new Properties();
        properties.setProperty("twilio.account-sid", Twilio.ACCOUNT);
        properties.setProperty("twilio.auth-token", Twilio.TOKEN);
        properties.setProperty("voice.public-url", Twilio.PUBLIC_URL);
        properties.setProperty("voice.data-dir", dir.resolve("data").toString());
        properties.setProperty("voice.sink.file.enabled", "false");
        properties.putAll(events.settings());
        context.getPropertiesComponent().setInitialProperties(properties);
        context.getRegistry().bind("voiceConnectionFactory", connections);
        context.getGlobalOptions().put("voiceRoutes", "classpath:routes/");

        VertxPlatformHttpServerConfiguration server = new VertxPlatformHttpServerConfiguration();
        server.setBindPort(port);
        server.setPort(port);
        context.addService(new VertxPlatformHttpServer(server));
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(PluginHelper.getPackageScanResourceResolver(context)
                        .findResources("classpath:routes/*.camel.yaml"));
        return context;
    }

    @Test
    void aPlainCamelContextTakesASignedWebhookThroughOurRoutes() {
        NotifyBuilder delivered =
                new NotifyBuilder(context).fromRoute("sink-http").whenDone(2).create();
        Twilio twilio = new Twilio("http://127.0.0.1:" + port, Twilio.PUBLIC_URL, Twilio.TOKEN);
        String call = Twilio.callSid();
        assertThat(twilio.post("/voice/incoming", Twilio.call(call)).body()).contains("<Record ");
        assertThat(twilio.post("/voice/status", Twilio.status(call, "completed"))
                        .statusCode())
                .isEqualTo(204);
        assertThat(twilio.post("/voice/status", Twilio.status(call, "completed"), "forged")
                        .statusCode())
                .isEqualTo(403);

        assertThat(delivered.matches(1, TimeUnit.MINUTES)).isTrue();
        assertThat(events.delivered()).containsExactlyInAnyOrder("call.incoming", "call.completed");
        assertThat(dir.resolve("data/journal")).doesNotExist();
    }
}
