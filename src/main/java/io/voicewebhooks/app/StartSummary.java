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
import java.util.ArrayList;
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
        lines(context, version).forEach(LOG::info);
    }

    private static List<String> lines(CamelContext context, String version) {
        Settings settings = Settings.of(context);
        List<String> lines = new ArrayList<>();
        lines.add("Voice Webhooks " + version + " started in " + seconds() + " s with " + routes(context) + " routes");
        for (PublicUrl url : settings.publicUrls()) {
            lines.add("at Twilio: VoiceUrl = " + url + "/voice/incoming" + Twiml.RETRY);
            lines.add("at Twilio: VoiceFallbackUrl = a TwiML Bin, or " + url + "/voice/fallback");
            lines.add("at Twilio: StatusCallback = " + url + "/voice/status" + Twiml.RETRY);
        }
        lines.add("listens on " + settings.get(Key.HTTP_HOST) + ":" + settings.get(Key.HTTP_PORT)
                + (settings.find(Key.TLS_CERTIFICATE).isPresent() ? " (HTTPS)" : " (HTTP)")
                + "; management on http://" + settings.get(Key.MANAGEMENT_HOST) + ":"
                + settings.get(Key.MANAGEMENT_PORT));
        lines.add(sinks(context, settings) + "; broker: "
                + (settings.find(Key.BROKER_URL).isPresent() ? "that of " + Key.BROKER_URL : "embedded")
                + "; data directory: " + settings.dataDir());
        return lines;
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
