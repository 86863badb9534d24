package io.voicewebhooks.app;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.PublicUrl;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.delivery.SinkBreaker;
import io.voicewebhooks.delivery.Sinks;
import io.voicewebhooks.operations.ManagementHttp;
import io.voicewebhooks.twiml.Twiml;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an owner looks for once the application is up, in a few lines of the log. */
final class StartSummary {
    private static final Logger LOG = LoggerFactory.getLogger(StartSummary.class);

    /** Those that come with the application. */
    private static final List<String> SINKS = List.of("s3", "email", "http", "file", "topic");

    private StartSummary() {}

    static void log(CamelContext context, String version) {
        Settings settings = Settings.of(context);
        LOG.info("Voice Webhooks {} started in {} s with {} routes", version, seconds(), routes(context));
        for (PublicUrl url : settings.publicUrls()) {
            LOG.info("at Twilio: VoiceUrl = {}/voice/incoming{}", url, Twiml.RETRY);
            LOG.info("at Twilio: VoiceFallbackUrl = a TwiML Bin, or {}/voice/fallback", url);
            LOG.info("at Twilio: StatusCallback = {}/voice/status{}", url, Twiml.RETRY);
        }
        LOG.info(
                "listens on {}:{} ({}); management on http://{}:{}",
                settings.get(Key.HTTP_HOST),
                settings.get(Key.HTTP_PORT),
                settings.get(Key.TLS_CERTIFICATE) == null ? "HTTP" : "HTTPS",
                settings.get(Key.MANAGEMENT_HOST),
                settings.get(Key.MANAGEMENT_PORT));
        String broker = settings.get(Key.BROKER_URL) == null ? "embedded" : "that of " + Key.BROKER_URL;
        LOG.info("{}; broker: {}; data directory: {}", sinks(context, settings), broker, settings.dataDir());
    }

    private static String seconds() {
        Instant begin = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
        return String.format("%.1f", Duration.between(begin, Instant.now()).toMillis() / 1e3);
    }

    /** Those of the route files. */
    private static long routes(CamelContext context) {
        return context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions().stream()
                .filter(route -> context.getRoute(route.getRouteId()) != null && !ManagementHttp.isOperation(route))
                .count();
    }

    private static String sinks(CamelContext context, Settings settings) {
        Set<String> on =
                Sinks.of(context).all().stream().map(SinkBreaker::name).collect(Collectors.toCollection(TreeSet::new));
        if (settings.isOn(Key.TOPIC_ENABLED)) {
            on.add("topic");
        }
        Set<String> off = new TreeSet<>(SINKS);
        off.removeAll(on);
        return "sinks on: " + (on.isEmpty() ? "none" : String.join(", ", on))
                + (off.isEmpty() ? "" : "; off: " + String.join(", ", off));
    }
}
