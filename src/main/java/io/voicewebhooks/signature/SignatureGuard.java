package io.voicewebhooks.signature;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.NamedNode;
import org.apache.camel.model.FromDefinition;
import org.apache.camel.model.InterceptDefinition;
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
final class SignatureGuard implements RoutePolicyFactory {
    private static final String STEP = "twilioSignature";

    private static final String PROTECTED = "/voice";

    @Override
    public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode node) {
        if (node instanceof RouteDefinition route && coversVoice(context, route)) {
            boolean intercepted = isIntercepted(context, route);
            if (intercepted || !beginsWithSignature(context, route)) {
                throw new UnsignedRouteException("listens below " + PROTECTED
                        + "/ and does not begin with the step \"process: " + STEP + "\""
                        + (intercepted ? ": an intercept runs in front of it" : ""));
            }
        }
        return null;
    }

    private static boolean coversVoice(CamelContext context, RouteDefinition route) {
        return HttpPath.of(context, endpoint(context, route.getInput()))
                .filter(path -> path.reaches(PROTECTED))
                .isPresent();
    }

    private static Endpoint endpoint(CamelContext context, FromDefinition from) {
        if (from.getEndpoint() != null) {
            return from.getEndpoint();
        }
        return from.getEndpointConsumerBuilder() != null
                ? from.getEndpointConsumerBuilder().resolve(context)
                : CamelContextHelper.getMandatoryEndpoint(context, from.getEndpointUri());
    }

    /** Intercepts run before the first step, with a request that nobody has checked. */
    private static boolean isIntercepted(CamelContext context, RouteDefinition route) {
        return route.getOutputs().stream()
                .anyMatch(step -> step instanceof InterceptDefinition && !isSwitchedOff(context, step));
    }

    private static boolean isSwitchedOff(CamelContext context, ProcessorDefinition<?> step) {
        return Boolean.TRUE.equals(CamelContextHelper.parseBoolean(context, step.getDisabled()));
    }

    private static boolean beginsWithSignature(CamelContext context, RouteDefinition route) {
        for (ProcessorDefinition<?> step : route.getOutputs()) {
            if (!step.isAbstract()) {
                return step instanceof ProcessDefinition process
                        && !isSwitchedOff(context, process)
                        && checksSignatures(context, process);
            }
        }
        return false;
    }

    /** Another bean of that name does not count. */
    private static boolean checksSignatures(CamelContext context, ProcessDefinition process) {
        return process.getProcessor() instanceof TwilioSignature
                || STEP.equals(process.getRef()) && context.getRegistry().lookupByName(STEP) instanceof TwilioSignature;
    }
}
