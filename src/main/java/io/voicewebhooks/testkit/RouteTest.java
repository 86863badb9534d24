package io.voicewebhooks.testkit;

import io.voicewebhooks.signature.QueryString;
import io.voicewebhooks.signature.TwilioRequest;
import io.voicewebhooks.signature.TwilioSignature;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.AdviceWithRouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.apache.camel.util.function.ThrowingConsumer;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests of route files with Camel's own test kit, quick and without broker, port or network. A test names the files that it
 * loads; their edges are replaced:
 *
 * <ul>
 *   <li>a route that begins at a queue or a path begins at {@code direct:} and the name of that, {@code direct:voice.sink.s3}:
 *       {@link #delivers} and {@link #calls} send there
 *   <li>what goes out to another system is kept by a mock, and so is what goes on to a {@code direct:} of another file:
 *       {@code mock:smtp:mail.example.com:587}, {@code mock:direct:voicemail}
 * </ul>
 *
 * Everything between is as in the application: beans, templates, policies of {@code error-handling}, signatures. Only the
 * checks of the whole application are left out. The context starts with the first message that a test sends; keys, beans and
 * advice come before. Needs {@code camel-test-junit5} on the class path.
 */
@ExtendWith(RouteCoverage.class)
public abstract class RouteTest extends CamelTestSupport {
    /** The data directory, {@code voice.data-dir}. */
    @TempDir
    protected Path dataDir;

    private final List<String> files;
    private final Properties settings = new Properties();
    private boolean loaded;

    /**
     * @param files names in {@code routes/} without {@code .camel.yaml}; one that is not there is taken from the class path
     */
    protected RouteTest(String... files) {
        this.files = List.of(files);
        set("twilio.account-sid", Twilio.ACCOUNT);
        set("twilio.auth-token", Twilio.TOKEN);
        set("voice.public-url", Twilio.PUBLIC_URL);
    }

    /** The context starts once it is known what a test changes. */
    @Override
    public void configureTest(TestExecutionConfiguration configuration) {
        super.configureTest(configuration);
        configuration.withUseAdviceWith(true);
    }

    /** A key of {@code application.properties}. */
    protected final void set(String key, String value) {
        settings.setProperty(key, value);
    }

    /** Several of them. */
    protected final void set(Map<String, String> keys) {
        settings.putAll(keys);
    }

    /** A stand-in for a bean of the route files. */
    protected final void bind(String name, Object bean) {
        context.getRegistry().unbind(name);
        context.getRegistry().bind(name, bean);
    }

    /** Changes a route, for this test, as Camel's AdviceWith can. */
    protected final void advise(String routeId, ThrowingConsumer<AdviceWithRouteBuilder, Exception> change)
            throws Exception {
        load();
        AdviceWith.adviceWith(context, routeId, false, change);
    }

    /**
     * Twilio posts a form to a path, signed.
     *
     * @param target path and query
     * @return the reply: the body, and headers such as {@code CamelHttpResponseCode}
     */
    protected final Message calls(String target, List<Entry<String, String>> form) throws Exception {
        String signature = new Twilio("", Twilio.PUBLIC_URL, Twilio.TOKEN).sign(target, form);
        TwilioRequest request =
                new TwilioRequest("POST", target, QueryString.parse(target), form, List.of(signature), null);
        return send(target.replaceFirst("\\?.*", ""), request, Map.of()).getMessage();
    }

    /** A queue delivers an event; the exchange has an exception where that is rolled back. */
    protected final Exchange delivers(String queue, String event) throws Exception {
        return send(queue, event, Map.of());
    }

    /** The same, with properties of the message. */
    protected final Exchange delivers(String queue, String event, Map<String, Object> properties) throws Exception {
        return send(queue, event, properties);
    }

    private Exchange send(String from, Object body, Map<String, Object> headers) throws Exception {
        start();
        return template.request("direct:" + from, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
    }

    /** Starts the context, for tests that send in another way. */
    protected final void start() throws Exception {
        load();
        if (!context.isStarted()) {
            context.start();
        }
    }

    /** What was sent to an endpoint, named without its options: {@code jms:queue:voice.sink.s3}. */
    protected final MockEndpoint mock(String uri) throws Exception {
        start();
        return getMockEndpoint("mock:" + uri.replaceFirst("://", ":"));
    }

    /** The endpoints to which something was sent, by name. */
    protected final Set<String> reached() {
        return context.getEndpoints().stream()
                .filter(endpoint -> endpoint instanceof MockEndpoint mock && mock.getReceivedCounter() > 0)
                .map(endpoint -> endpoint.getEndpointBaseUri().replaceFirst("mock:(//)?", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The JSON of an event of a call, for example {@code call.completed}, with parameters that Twilio sent. */
    protected static String event(String kind, List<Entry<String, String>> data) {
        Map<String, String> parameters = new LinkedHashMap<>();
        data.forEach(parameter -> parameters.put(parameter.getKey(), parameter.getValue()));
        return event(kind, parameters);
    }

    /** The same, where a value may be a map, such as {@code context} and {@code archive}. */
    protected static String event(String kind, Map<String, ?> data) {
        Object call = data.get("CallSid");
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("specversion", "1.0");
        event.put("id", "0123456789abcdef0123456789abcdef");
        event.put("source", "/2010-04-01/Accounts/" + Twilio.ACCOUNT);
        event.put("type", "io.voicewebhooks." + kind);
        event.put("subject", data.containsKey("RecordingSid") ? data.get("RecordingSid") : call);
        event.put("time", "2026-11-23T15:00:00Z");
        event.put("callsid", call);
        event.put("accountsid", Twilio.ACCOUNT);
        event.put("partitionkey", call);
        event.put("data", data);
        return new JsonObject(event).toJson();
    }

    private void load() throws Exception {
        if (loaded) {
            return;
        }
        loaded = true;
        settings.putIfAbsent("voice.data-dir", dataDir.toString());
        context.getPropertiesComponent().setOverrideProperties(settings);
        context.getGlobalOptions().put("voiceRoutesInPart", "true");
        context.getCamelContextExtension().addInterceptStrategy(RouteCoverage::watch);
        TwilioSignature signature = new TwilioSignature(context);
        bind("twilioSignature", (Processor)
                exchange -> signature.accept(exchange, exchange.getMessage().getBody(TwilioRequest.class)));
        List<Resource> resources = new ArrayList<>();
        for (String file : files) {
            resources.add(PluginHelper.getResourceLoader(context).resolveResource(location(file)));
        }
        PluginHelper.getRoutesLoader(context).loadRoutes(resources);
        RouteEdges.replace(context);
    }

    private static String location(String file) {
        String path = "routes/" + file + ".camel.yaml";
        return (Files.exists(Path.of(path)) ? "file:" : "classpath:") + path;
    }
}
