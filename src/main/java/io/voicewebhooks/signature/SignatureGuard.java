package io.voicewebhooks.signature;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.CamelContextHelper;

/**
 * Refuses a route that listens below {@code /voice/} and does not begin with {@code process: twilioSignature}. Camel asks
 * a route policy factory for every route it builds, whether it was written in YAML, Java or as a rest service, made from
 * a template, or added later; none gets around this.
 */
public final class SignatureGuard implements RoutePolicyFactory {
    /** The name of the bean that every such route begins with. */
    public static final String STEP = "twilioSignature";

    private static final String PROTECTED = "/voice";
    private static final List<String> HTTP_SERVERS =
            List.of("http", "jetty", "rest", "servlet", "undertow", "vertx-websocket");

    @Override
    public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode node) {
        if (node instanceof RouteDefinition route && isOpen(context, route)) {
            throw new UnsignedRouteException("route " + routeId + " listens below " + PROTECTED
                    + "/ and does not begin with the step \"process: " + STEP + "\"");
        }
        return null;
    }

    private static boolean isOpen(CamelContext context, RouteDefinition route) {
        String uri = CamelContextHelper.parseText(context, route.getInput().getEndpointUri());
        return coversVoice(uri) && !beginsWithSignature(context, route);
    }

    /** Whether requests to a path below {@code /voice/} can reach an endpoint. */
    static boolean coversVoice(String uri) {
        int colon = uri.indexOf(':');
        String scheme = uri.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT);
        if (HTTP_SERVERS.stream().noneMatch(scheme::contains)) {
            return false;
        }
        int mark = uri.indexOf('?');
        String path = path(scheme, uri.substring(colon + 1, mark < 0 ? uri.length() : mark));
        boolean prefix = path.endsWith("*")
                || mark >= 0 && uri.substring(mark).toLowerCase(Locale.ROOT).contains("matchonuriprefix=true");
        String plain = path.replaceAll("\\*+$", "");
        return plain.equals(PROTECTED)
                || plain.startsWith(PROTECTED + "/")
                || prefix && (PROTECTED + "/").startsWith(plain)
                || prefix && plain.startsWith(PROTECTED)
                || plain.matches("/?[{:].*");
    }

    /** The path of an endpoint: rest has a method in front, others may have an address. */
    private static String path(String scheme, String remainder) {
        String text = remainder;
        if (scheme.startsWith("rest")) {
            text = text.substring(text.indexOf(':') + 1).replace(":", "/");
        } else if (text.contains("://") || text.startsWith("//")) {
            String path = URI.create(text.replaceAll("[{}*]", "").replaceFirst("^//", "http://"))
                    .getPath();
            text = path == null ? "" : text.substring(text.indexOf(path));
        }
        return "/" + text.replaceAll("^/+", "").replaceAll("/{2,}", "/");
    }

    private static boolean beginsWithSignature(CamelContext context, RouteDefinition route) {
        for (ProcessorDefinition<?> step : route.getOutputs()) {
            if (!step.isAbstract()) {
                return step instanceof ProcessDefinition process
                        && !Boolean.TRUE.equals(CamelContextHelper.parseBoolean(context, process.getDisabled()))
                        && (STEP.equals(process.getRef()) || process.getProcessor() instanceof TwilioSignature);
            }
        }
        return false;
    }
}
