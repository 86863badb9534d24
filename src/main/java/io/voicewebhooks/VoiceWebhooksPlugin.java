package io.voicewebhooks;

import io.voicewebhooks.app.ApplicationBeans;
import io.voicewebhooks.config.BeanRegistry;
import io.voicewebhooks.delivery.DeliveryBeans;
import io.voicewebhooks.edge.EdgeBeans;
import io.voicewebhooks.event.EventBeans;
import io.voicewebhooks.flow.FlowBeans;
import io.voicewebhooks.journal.JournalBeans;
import io.voicewebhooks.numbers.NumbersBeans;
import io.voicewebhooks.outbound.OutboundBeans;
import io.voicewebhooks.reconcile.ReconcileBeans;
import io.voicewebhooks.recording.RecordingBeans;
import io.voicewebhooks.rest.RestBeans;
import io.voicewebhooks.signature.SignatureBeans;
import io.voicewebhooks.sink.calls.CallsBeans;
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

/**
 * Brings the beans of the route files into every CamelContext on whose class path this jar is, with or without our
 * {@code main}. A bean is made when a route first asks for it; a context that asks for none is left alone, except that no
 * context runs a route below {@code /voice/} that does not check signatures.
 */
public final class VoiceWebhooksPlugin implements ContextServicePlugin {
    /** The policy of call flows comes before the metrics, which count its fallback. */
    private static final List<Consumer<BeanRegistry>> PACKAGES = List.of(
            ApplicationBeans::bind,
            EdgeBeans::bind,
            SignatureBeans::bind,
            EventBeans::bind,
            TwimlBeans::bind,
            FlowBeans::bind,
            JournalBeans::bind,
            DeliveryBeans::bind,
            RestBeans::bind,
            RecordingBeans::bind,
            S3Beans::bind,
            EmailBeans::bind,
            HttpSinkBeans::bind,
            FileBeans::bind,
            CallsBeans::bind,
            TwilioBeans::bind,
            NumbersBeans::bind,
            OutboundBeans::bind,
            ReconcileBeans::bind);

    private BeanRegistry beans;

    @Override
    public void load(CamelContext context) {
        beans = new BeanRegistry(context);
        PACKAGES.forEach(each -> each.accept(beans));
    }

    @Override
    public void unload(CamelContext context) {
        beans.close();
    }
}
