package io.voicewebhooks;

import static org.apache.camel.component.platform.http.PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME;

import io.voicewebhooks.app.SecretFilter;
import io.voicewebhooks.app.Startup;
import io.voicewebhooks.config.DefaultValues;
import io.voicewebhooks.config.SecretFiles;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.delivery.Delivery;
import io.voicewebhooks.delivery.FailedDelivery;
import io.voicewebhooks.delivery.RouteMetrics;
import io.voicewebhooks.delivery.RouterHealthCheck;
import io.voicewebhooks.delivery.RouterPolicy;
import io.voicewebhooks.delivery.Routing;
import io.voicewebhooks.delivery.SinkPolicy;
import io.voicewebhooks.delivery.SinksHealthCheck;
import io.voicewebhooks.delivery.WebhookFailure;
import io.voicewebhooks.edge.WebhookEngine;
import io.voicewebhooks.event.VoiceEvents;
import io.voicewebhooks.flow.BlockedCallers;
import io.voicewebhooks.flow.BusinessHours;
import io.voicewebhooks.flow.CallKeys;
import io.voicewebhooks.flow.DialPlan;
import io.voicewebhooks.flow.EmergencyClosure;
import io.voicewebhooks.flow.FlowReply;
import io.voicewebhooks.http.TimedHttpClient;
import io.voicewebhooks.journal.EventMessage;
import io.voicewebhooks.journal.Journal;
import io.voicewebhooks.journal.JournalHealthCheck;
import io.voicewebhooks.journal.JournalIntake;
import io.voicewebhooks.journal.PublishIncoming;
import io.voicewebhooks.journal.PublishMissed;
import io.voicewebhooks.recording.FetchRecording;
import io.voicewebhooks.signature.SignatureGuard;
import io.voicewebhooks.signature.TwilioSignature;
import io.voicewebhooks.sink.email.Mail;
import io.voicewebhooks.sink.email.MailSender;
import io.voicewebhooks.sink.email.VoicemailAudio;
import io.voicewebhooks.sink.file.LocalArchive;
import io.voicewebhooks.sink.http.EndpointClients;
import io.voicewebhooks.sink.http.StandardWebhook;
import io.voicewebhooks.sink.s3.S3Archive;
import io.voicewebhooks.sink.s3.S3Clients;
import io.voicewebhooks.sink.twilio.DeleteRecording;
import io.voicewebhooks.twiml.Twiml;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.mail.JavaMailSender;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.spi.Registry;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Brings the beans of the route files into every CamelContext on whose class path this jar is, with or without our
 * {@code main}. A bean is made when a route first asks for it; a context that asks for none is left alone, except that no
 * context runs a route below {@code /voice/} that does not check signatures.
 */
public final class VoiceWebhooksPlugin implements ContextServicePlugin {
    /** The beans with connections of their own that were made. */
    private final List<AutoCloseable> clients = new CopyOnWriteArrayList<>();

    private Startup startup;

    @Override
    public void load(CamelContext context) {
        keepSecretsOutOfTheLog();
        context.getPropertiesComponent().addPropertiesSource(new SecretFiles(context));
        context.getPropertiesComponent().addPropertiesSource(new DefaultValues(context));
        context.addRoutePolicyFactory(new SignatureGuard());
        // before the metrics, which count its fallback
        context.addRoutePolicyFactory(new FlowReply());
        context.addRoutePolicyFactory(new RouteMetrics());
        context.addRoutePolicyFactory(new SinkPolicy());
        context.addRoutePolicyFactory(new RouterPolicy());
        startup = new Startup(CallKeys.of(context));
        context.getLifecycleStrategies().add(startup);
        context.getLifecycleStrategies().add(new EndpointClients());

        // callers do not wait for a slow flow
        bind(context, PLATFORM_HTTP_ENGINE_NAME, PlatformHttpEngine.class, () -> new WebhookEngine(context));

        // what user's route files may use
        bind(context, "twilioSignature", TwilioSignature.class, () -> new TwilioSignature(context));
        bind(context, "voiceEvent", VoiceEvents.class, () -> new VoiceEvents(context));
        bind(context, "twiml", Twiml.class, () -> new Twiml(context));
        bind(
                context,
                "businessHours",
                BusinessHours.class,
                () -> new BusinessHours(
                        set(context, "call.hours", "call.time-zone", "call.holidays", "call.holidays-file"),
                        Clock.systemUTC()));
        bind(
                context,
                "callers",
                BlockedCallers.class,
                () -> new BlockedCallers(set(context, "call.blocked").getOrDefault("call.blocked", "")));
        bind(
                context,
                "dialPlan",
                DialPlan.class,
                () -> new DialPlan(set(
                        context,
                        "call.forward.to",
                        "call.forward.caller-id",
                        "call.forward.ring-seconds",
                        "call.forward.announce",
                        "call.dial-allowed")));
        bind(
                context,
                "closure",
                EmergencyClosure.class,
                () -> new EmergencyClosure(Settings.of(context).dataDir()));
        bind(context, "timedHttpClient", CloseableHttpClient.class, TimedHttpClient::forEndpoints);
        bind(context, "standardWebhook", StandardWebhook.class, StandardWebhook::new);
        bind(context, "webhookFailure", WebhookFailure.class, () -> new WebhookFailure(context));
        bind(context, "mail", Mail.class, () -> new Mail(context));

        // the journal and the deliveries
        bind(context, "jms", JmsComponent.class, () -> Journal.of(context).component());
        bind(
                context,
                "publishIncoming",
                PublishIncoming.class,
                () -> new PublishIncoming(
                        context, context.getRegistry().lookupByNameAndType("voiceEvent", VoiceEvents.class)));
        bind(
                context,
                "publishMissed",
                PublishMissed.class,
                () -> new PublishMissed(
                        context, context.getRegistry().lookupByNameAndType("voiceEvent", VoiceEvents.class)));
        bind(context, "eventMessage", EventMessage.class, EventMessage::new);
        bind(context, "journalIntake", JournalIntake.class, () -> new JournalIntake(context));
        bind(context, "routing", Routing.class, Routing::new);
        bind(context, "delivery", Delivery.class, Delivery::new);
        bind(context, "failedDelivery", FailedDelivery.class, () -> new FailedDelivery(context));

        // the sinks
        bindClient(context, "fetchRecording", FetchRecording.class, () -> new FetchRecording(context));
        bindClient(context, "deleteRecording", DeleteRecording.class, () -> new DeleteRecording(context));
        bindClient(context, "s3Client", S3Client.class, () -> S3Clients.client(Settings.of(context)));
        bind(context, "s3Archive", S3Archive.class, () -> new S3Archive(context));
        bind(context, "localArchive", LocalArchive.class, () -> new LocalArchive(context));
        bind(context, "voicemailAudio", VoicemailAudio.class, () -> new VoicemailAudio(context));
        bind(context, "mailSender", JavaMailSender.class, () -> MailSender.of(Settings.of(context)));

        bind(context, "voiceSinksHealth", SinksHealthCheck.class, () -> new SinksHealthCheck(context));
        bind(context, "voiceRouterHealth", RouterHealthCheck.class, () -> new RouterHealthCheck(context));
        bind(context, "voiceJournalHealth", JournalHealthCheck.class, () -> new JournalHealthCheck(context));
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
            for (AutoCloseable client : clients) {
                client.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException("the journal, or a client, could not be closed", e);
        }
    }

    /** The keys of the call flows that are set: they are the routes' own, and no {@link io.voicewebhooks.config.Key}. */
    private static Map<String, String> set(CamelContext context, String... keys) {
        Map<String, String> values = new HashMap<>();
        for (String key : keys) {
            context.getPropertiesComponent().resolveProperty(key).ifPresent(value -> values.put(key, value));
        }
        return values;
    }

    /** A bean with connections of its own. Camel's destroy method would make one that nobody asked for. */
    private <T extends AutoCloseable> void bindClient(
            CamelContext context, String name, Class<T> type, Supplier<T> bean) {
        bind(context, name, type, () -> {
            T made = bean.get();
            clients.add(made);
            return made;
        });
    }

    private static <T> void bind(CamelContext context, String name, Class<T> type, Supplier<T> bean) {
        Registry registry = context.getRegistry();
        if (registry.lookupByName(name) == null) {
            registry.bind(name, type, bean::get);
        }
    }
}
