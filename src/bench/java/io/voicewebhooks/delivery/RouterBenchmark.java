package io.voicewebhooks.delivery;

import io.voicewebhooks.bench.BenchmarkContext;
import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.event.VoiceEventJson;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The route of {@code routes/event-router.camel.yaml} with its rules for e-mail, without a broker at either end:
 * {@code choose} are the rules alone, {@code route} reads the event too. One event matches no rule, the other the first.
 */
@State(Scope.Benchmark)
public class RouterBenchmark {
    private static final Path ROUTE = Path.of("routes", "event-router.camel.yaml");
    private static final String INPUT = "direct:router";
    private static final String DISCARD = "discard";
    private static final String BEGIN = "begin";

    @Param({"call.completed", "recording.archived"})
    private String kind;

    private final CamelContext context = BenchmarkContext.make();
    private final Routing routing = new Routing();
    private ProducerTemplate producer;
    private Endpoint input;
    private VoiceEvent event;
    private String json;
    private long sent;

    @Setup
    public void start() throws Exception {
        Map<String, Object> data = Map.of(
                "From", "+15551230001", "To", "+15558675310", "Direction", "inbound", "RecordingSource", "RecordVerb");
        String call = Twilio.callSid();
        event = new VoiceEvent(
                "0123456789abcdef0123456789abcdef",
                "/2010-04-01/Accounts/" + Twilio.ACCOUNT,
                VoiceEvent.TYPE_PREFIX + kind,
                call,
                "2026-11-23T15:00:00Z",
                call,
                Twilio.ACCOUNT,
                "0",
                call,
                data);
        json = VoiceEventJson.write(event);
        context.start();
        context.addComponent(DISCARD, new Discard());
        context.getRegistry().bind(BEGIN, (Processor) this::begin);
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(ROUTE.toString(), withoutBroker()));
        producer = context.createProducerTemplate();
        input = context.getEndpoint(INPUT);
        choose();
        route();
        if (sent != (kind.equals("call.completed") ? 0 : 2)) {
            throw new IllegalStateException(kind + " was sent " + sent + " times");
        }
    }

    private static String withoutBroker() throws IOException {
        return Files.readString(ROUTE)
                .replace("jms:queue:voice.events", INPUT)
                .replaceAll("jms:(queue|topic)", DISCARD)
                .replaceAll("( +)id: to-(s3|http|file)\n", "$0$1disabled: true\n")
                .replaceAll("ref: routing", "ref: " + BEGIN)
                .replaceAll(" +routeConfigurationId:.*\n", "");
    }

    /** The first step of the route; an event that was read already is left as it is. */
    private void begin(Exchange exchange) {
        if (exchange.getMessage().getBody() != null) {
            routing.process(exchange);
        }
    }

    @TearDown
    public void stop() {
        context.stop();
    }

    @Benchmark
    public Exchange choose() {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setHeader("type", kind);
        exchange.setVariable(Delivery.EVENT, event);
        return send(exchange);
    }

    @Benchmark
    public Exchange route() {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(json);
        return send(exchange);
    }

    private Exchange send(Exchange exchange) {
        Exchange done = producer.send(input, exchange);
        if (done.getException() != null) {
            throw new IllegalStateException(done.getException());
        }
        return done;
    }

    /** Takes messages and does nothing with them but count. */
    private final class Discard extends DefaultComponent {
        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            return new DefaultEndpoint(uri, this) {
                @Override
                public Producer createProducer() {
                    return new DefaultProducer(this) {
                        @Override
                        public void process(Exchange exchange) {
                            sent++;
                        }
                    };
                }

                @Override
                public Consumer createConsumer(Processor processor) {
                    throw new UnsupportedOperationException("nothing comes from " + getEndpointUri());
                }
            };
        }
    }
}
