package io.voicewebhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Application;
import io.voicewebhooks.support.HttpReceiver;
import io.voicewebhooks.support.Twilio;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The routes in an application that is not ours: its CamelContext, its properties, its broker, no main of ours. */
class EmbeddingTest {

    @Test
    void aPlainCamelContextTakesASignedWebhookThroughOurRoutes(@TempDir Path dir) throws Exception {
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ()
                .setConfiguration(new ConfigurationImpl()
                        .setPersistenceEnabled(false)
                        .setSecurityEnabled(false)
                        .addAcceptorConfiguration("in-vm", "vm://4711"))
                .start();
        CamelContext context = new DefaultCamelContext();
        int port = Application.freePort();
        try (HttpReceiver events = HttpReceiver.start();
                ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory("vm://4711")) {
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
            var loader = PluginHelper.getRoutesLoader(context);
            loader.loadRoutes(PluginHelper.getPackageScanResourceResolver(context)
                    .findResources("classpath:routes/*.camel.yaml"));
            context.start();

            Twilio twilio = new Twilio("http://127.0.0.1:" + port, Twilio.PUBLIC_URL, Twilio.TOKEN);
            String call = Twilio.callSid();
            assertThat(twilio.post("/voice/incoming", Twilio.call(call)).body()).contains("<Record ");
            assertThat(twilio.post("/voice/status", Twilio.status(call, "completed"))
                            .statusCode())
                    .isEqualTo(204);
            assertThat(twilio.post("/voice/status", Twilio.status(call, "completed"), "forged")
                            .statusCode())
                    .isEqualTo(403);

            await().untilAsserted(() ->
                    assertThat(events.delivered()).containsExactlyInAnyOrder("call.incoming", "call.completed"));
            assertThat(dir.resolve("data/journal")).doesNotExist();
            context.stop();
        } finally {
            context.stop();
            broker.stop();
        }
    }
}
