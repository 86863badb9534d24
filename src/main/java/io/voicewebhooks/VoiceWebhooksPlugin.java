package io.voicewebhooks;

import io.voicewebhooks.app.SecretFilter;
import io.voicewebhooks.app.Startup;
import io.voicewebhooks.config.BeanRegistry;
import io.voicewebhooks.config.DefaultValues;
import io.voicewebhooks.config.SecretFiles;
import io.voicewebhooks.delivery.DeliveryBeans;
import io.voicewebhooks.edge.EdgeBeans;
import io.voicewebhooks.event.EventBeans;
import io.voicewebhooks.flow.FlowBeans;
import io.voicewebhooks.journal.Journal;
import io.voicewebhooks.journal.JournalBeans;
import io.voicewebhooks.recording.RecordingBeans;
import io.voicewebhooks.signature.SignatureBeans;
import io.voicewebhooks.sink.email.EmailBeans;
import io.voicewebhooks.sink.file.FileBeans;
import io.voicewebhooks.sink.http.HttpSinkBeans;
import io.voicewebhooks.sink.s3.S3Beans;
import io.voicewebhooks.sink.twilio.TwilioBeans;
import io.voicewebhooks.twiml.TwimlBeans;
import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ContextServicePlugin;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/**
 * Brings the beans of the route files into every CamelContext on whose class path this jar is, with or without our
 * {@code main}. A bean is made when a route first asks for it; a context that asks for none is left alone, except that no
 * context runs a route below {@code /voice/} that does not check signatures.
 */
public final class VoiceWebhooksPlugin implements ContextServicePlugin {
    /** The policy of call flows comes before the metrics, which count its fallback. */
    private static final List<Consumer<BeanRegistry>> PACKAGES = List.of(
            EdgeBeans::bind,
            SignatureBeans::bind,
            EventBeans::bind,
            TwimlBeans::bind,
            FlowBeans::bind,
            JournalBeans::bind,
            DeliveryBeans::bind,
            RecordingBeans::bind,
            S3Beans::bind,
            EmailBeans::bind,
            HttpSinkBeans::bind,
            FileBeans::bind,
            TwilioBeans::bind);

    private BeanRegistry beans;
    private Startup startup;

    @Override
    public void load(CamelContext context) {
        keepSecretsOutOfTheLog();
        context.getPropertiesComponent().addPropertiesSource(new SecretFiles(context));
        context.getPropertiesComponent().addPropertiesSource(new DefaultValues(context));
        startup = new Startup(context);
        context.getLifecycleStrategies().add(startup);
        beans = new BeanRegistry(context);
        PACKAGES.forEach(each -> each.accept(beans));
    }

    /** Where it is Logback's, whose classes need not be there. */
    private static void keepSecretsOutOfTheLog() {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (factory.getClass().getName().equals("ch.qos.logback.classic.LoggerContext")) {
            SecretFilter.install(factory);
        }
    }

    @Override
    public void unload(CamelContext context) {
        Journal journal = context.getCamelContextExtension().getContextPlugin(Journal.class);
        try {
            try {
                if (journal != null) {
                    journal.stop();
                }
            } finally {
                startup.release();
            }
            beans.close();
        } catch (Exception e) {
            throw new IllegalStateException("the journal, or a client, could not be closed", e);
        }
    }
}
