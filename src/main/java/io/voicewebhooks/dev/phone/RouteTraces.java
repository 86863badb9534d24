package io.voicewebhooks.dev.phone;

import io.voicewebhooks.diagram.RouteStep;
import io.voicewebhooks.signature.AccessLog;
import io.voicewebhooks.twiml.RouteLocation;
import io.voicewebhooks.twiml.Twiml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.OtherwiseDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * What makes the answers: the steps of the routes that each request of the telephone takes. A request is found by the token
 * that it has for itself, and its steps by the exchange, wherever that goes on.
 */
final class RouteTraces {
    private static final String TOKEN = "I-Twilio-Idempotency-Token";
    private static final String TRACE = "voicePhoneTrace";

    private final Map<String, Optional<Trace>> expected = new ConcurrentHashMap<>();

    /** What one exchange did. */
    private record Trace(Exchange exchange, List<NamedNode> steps) {}

    /** What made an answer; template and file are empty where none did. */
    record Made(String route, String template, String file, List<Step> steps) {}

    /**
     * A step that was taken, or a branch.
     *
     * @param label what it does, as the picture of the routes has it
     * @param line  0 where it is not known
     */
    record Step(String route, String id, String label, String file, int line) {}

    /** A request with this token is about to come. */
    void expect(String token) {
        expected.put(token, Optional.empty());
    }

    /** What answered it last, if a route did. */
    Optional<Made> made(String token, boolean fallback) {
        return expected.remove(token).map(trace -> made(trace, fallback));
    }

    /** For Camel, which asks for each step that it builds. */
    Processor watch(CamelContext context, NamedNode step, Processor target, Processor next) {
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                Trace trace = exchange.getProperty(TRACE, Trace.class);
                if (trace == null) {
                    trace = begin(exchange);
                }
                if (trace != null) {
                    trace.steps().add(step);
                }
                return super.process(exchange, callback);
            }
        };
    }

    /** Of the first step, which still sees the request; Twilio tries some requests again, with the same token. */
    private Trace begin(Exchange exchange) {
        if (!(exchange.getMessage() instanceof HttpMessage http) || http.getRequest() == null) {
            return null;
        }
        String token = http.getRequest().getHeader(TOKEN);
        if (token == null || !expected.containsKey(token)) {
            return null;
        }
        Trace trace = new Trace(exchange, new CopyOnWriteArrayList<>());
        exchange.setProperty(TRACE, trace);
        expected.replace(token, Optional.of(trace));
        return trace;
    }

    private static Made made(Trace trace, boolean fallback) {
        Exchange exchange = trace.exchange();
        CamelContext context = exchange.getContext();
        List<Step> steps = new ArrayList<>();
        NamedNode branch = null;
        for (NamedNode step : trace.steps()) {
            NamedNode next = branch(step);
            if (next != null && next != branch) {
                branch = next;
                steps.add(step(exchange, next));
            }
            steps.add(step(exchange, step));
        }
        String template = fallback ? Twiml.FALLBACK : exchange.getProperty(AccessLog.TEMPLATE, "", String.class);
        String file = fallback ? "twiml/fallback.xml" : exchange.getProperty(Twiml.FILE, "", String.class);
        return new Made(
                exchange.getFromRouteId(),
                template,
                file.isEmpty() ? "" : ours(context, RouteLocation.location(context) + file),
                steps);
    }

    /** The branch of a choice that a step stands in; Camel says the choice only. */
    private static NamedNode branch(NamedNode step) {
        if (!(step.getParent() instanceof ChoiceDefinition choice)) {
            return null;
        }
        OtherwiseDefinition otherwise = choice.getOtherwise();
        return choice.getWhenClauses().stream()
                .filter(when -> holds(when.getOutputs(), step))
                .map(NamedNode.class::cast)
                .findFirst()
                .orElse(otherwise != null && holds(otherwise.getOutputs(), step) ? otherwise : null);
    }

    private static boolean holds(List<ProcessorDefinition<?>> outputs, NamedNode step) {
        return outputs.stream()
                .anyMatch(output -> output == step || step.getId().equals(output.getId()));
    }

    private static Step step(Exchange exchange, NamedNode node) {
        CamelContext context = exchange.getContext();
        String route = Optional.ofNullable(CamelContextHelper.getRouteId(node)).orElse(exchange.getFromRouteId());
        RouteDefinition definition =
                context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinition(route);
        RouteStep step = RouteStep.of(context, definition, node);
        String file = step.place().replaceFirst(":\\d+$", "");
        String line = step.place().substring(file.length()).replace(":", "");
        return new Step(
                route, step.id(), step.text(), ours(context, file), line.isEmpty() ? 0 : Integer.parseInt(line));
    }

    /** As whoever wrote the file knows it, from wherever it was loaded. */
    private static String ours(CamelContext context, String file) {
        String location = withoutScheme(RouteLocation.location(context));
        String plain = withoutScheme(file);
        return plain.startsWith(location) ? "routes/" + plain.substring(location.length()) : plain;
    }

    private static String withoutScheme(String location) {
        return location.replaceFirst("^(file|classpath):", "");
    }
}
