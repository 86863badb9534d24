package io.voicewebhooks.operations;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/** The page at {@code /} of the management port: what is there. It tells nothing that somebody without the token may not know. */
final class ManagementPage implements Processor {
    static final String PATH = "/";

    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>Voice Webhooks</title></head>
            <body>
            <h1>Voice Webhooks %s</h1>
            <ul>
            <li><a href="/observe/health">/observe/health</a>: everything, with reasons
            (<a href="/observe/health/live">live</a>, <a href="/observe/health/ready">ready</a>)</li>
            <li><a href="/observe/metrics">/observe/metrics</a>: figures for Prometheus</li>
            <li><a href="/operations/sinks">/operations/sinks</a>: what each sink does</li>
            <li><a href="/operations/deliveries">/operations/deliveries</a>: events that a sink has not got yet, and why</li>
            <li><a href="/operations/dead-letters">/operations/dead-letters</a>: deliveries that failed for good</li>
            </ul>
            <p>%s The same in a terminal:
            <code>java -jar voice-webhooks.jar sinks list</code>, <code>deliveries list</code>, <code>dead-letters list</code>;
            <code>--help</code> behind a command tells what else it does.</p>
            </body>
            </html>
            """;

    private static final String WITH_TOKEN =
            "What begins with <code>/operations</code> asks for the token of <code>%s</code>.";
    private static final String WITHOUT_TOKEN = "Without <code>%s</code> there are lists, and no changes.";

    @Override
    public void process(Exchange exchange) {
        boolean token = Settings.of(exchange.getContext()).get(Key.MANAGEMENT_TOKEN) != null;
        String version =
                Objects.requireNonNullElse(ManagementPage.class.getPackage().getImplementationVersion(), "");
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.CONTENT_TYPE, "text/html; charset=utf-8");
        message.setHeader(
                "Content-Security-Policy",
                "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        message.setHeader("X-Content-Type-Options", "nosniff");
        message.setHeader("Referrer-Policy", "no-referrer");
        message.setHeader("Cache-Control", "no-store");
        String about = (token ? WITH_TOKEN : WITHOUT_TOKEN).formatted(Key.MANAGEMENT_TOKEN);
        message.setBody(PAGE.formatted(version, about));
    }
}
