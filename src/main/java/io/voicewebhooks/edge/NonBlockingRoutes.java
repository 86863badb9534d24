package io.voicewebhooks.edge;

import static org.apache.camel.model.errorhandler.RefErrorHandlerDefinition.DEFAULT_ERROR_HANDLER_BUILDER;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ErrorHandlerFactory;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.ConvertBodyDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RemoveHeadersDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetBodyDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.model.errorhandler.RefErrorHandlerDefinition;
import org.apache.camel.model.language.ConstantExpression;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.model.language.SimpleExpression;
import org.apache.camel.util.URISupport;

/**
 * Tells routes that never wait from others: those that have only the steps of the status and recording callbacks and of Event
 * Streams, as they come with the application. Whatever else a user adds may wait for something, and must not keep other
 * requests waiting.
 */
public final class NonBlockingRoutes {
    static final Set<String> BEANS =
            Set.of("twilioSignature", "voiceEvent", "eventStream", "eventMessage", "journalIntake", "webhookFailure");
    private static final String DIRECT = "direct:";
    /** Whoever waits there until an event is on disk holds no thread meanwhile. */
    private static final String JOURNAL = "journal:voice.events";

    private static final Pattern QUICK_FUNCTIONS =
            Pattern.compile("\\$\\{(exception\\.message|bean:webhookFailure\\?method=cause|routeId|variable\\.reply)}");

    private final CamelContext context;
    private final Model model;

    public NonBlockingRoutes(CamelContext context) {
        this.context = context;
        this.model = context.getCamelContextExtension().getContextPlugin(Model.class);
    }

    /**
     * The first step of a route that may wait for something, for example {@code to http:crm.example.com}; nothing where the
     * route never waits.
     */
    public Optional<String> mayWait(RouteDefinition route) {
        return mayWait(route, List.of());
    }

    private Optional<String> mayWait(RouteDefinition route, List<RouteDefinition> within) {
        return hasNoRedelivery(route.getErrorHandlerFactory())
                ? mayWait(
                        route.getOutputs(),
                        Stream.concat(within.stream(), Stream.of(route)).toList())
                : Optional.of("errorHandler, which may try again");
    }

    /** Before it tries again, Camel sleeps. */
    private boolean hasNoRedelivery(ErrorHandlerFactory errors) {
        if (errors instanceof RefErrorHandlerDefinition named) {
            return named.getRef().equals(DEFAULT_ERROR_HANDLER_BUILDER) && hasNoRedelivery(standard());
        }
        return errors == null
                || errors instanceof NoErrorHandlerDefinition
                || errors.getClass() == DefaultErrorHandlerDefinition.class
                        && !((DefaultErrorHandlerDefinition) errors).hasRedeliveryPolicy();
    }

    /** That of the context, if it has one. */
    private ErrorHandlerFactory standard() {
        ErrorHandlerFactory errors = context.getCamelContextExtension().getErrorHandlerFactory();
        return errors instanceof RefErrorHandlerDefinition ? null : errors;
    }

    private Optional<String> mayWait(List<ProcessorDefinition<?>> steps, List<RouteDefinition> within) {
        return steps.stream()
                .map(step -> mayWait(step, within))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> mayWait(ProcessorDefinition<?> step, List<RouteDefinition> within) {
        if (step instanceof ToDefinition to && to.getUri().startsWith(DIRECT)) {
            return model.getRouteDefinitions().stream()
                    .filter(route -> route.getInput().getEndpointUri().equals(to.getUri()))
                    // a circle may have no end
                    .map(route -> within.contains(route) ? Optional.of(name(step)) : mayWait(route, within))
                    // where there are none, or many, nobody knows
                    .reduce((one, other) -> Optional.of(name(step)))
                    .orElseGet(() -> Optional.of(name(step)));
        }
        if (step instanceof OnExceptionDefinition failure
                && failure.getRedeliveryPolicyType() == null
                && failure.getRedeliveryPolicyRef() == null) {
            return mayWait(failure.getOutputs(), within);
        }
        if (step instanceof SplitDefinition split
                && split.getExpression() instanceof SimpleExpression parts
                && parts.getExpression().equals("${body}")
                && !Boolean.parseBoolean(split.getParallelProcessing())) {
            return mayWait(split.getOutputs(), within);
        }
        if (step instanceof ChoiceDefinition choice) {
            return mayWait(choice, within);
        }
        return neverWaits(step) ? Optional.empty() : Optional.of(name(step));
    }

    private Optional<String> mayWait(ChoiceDefinition choice, List<RouteDefinition> within) {
        boolean plain = choice.getWhenClauses().stream().allMatch(when -> isPlain(when.getExpression()));
        return plain
                ? Stream.concat(choice.getWhenClauses().stream(), Stream.ofNullable(choice.getOtherwise()))
                        .map(each -> mayWait(each.getOutputs(), within))
                        .flatMap(Optional::stream)
                        .findFirst()
                : Optional.of(name(choice));
    }

    private static String name(ProcessorDefinition<?> step) {
        String label = step instanceof ToDefinition to ? to.getUri() : step.getLabel();
        // that of a bean begins so already
        String kind = label.startsWith(step.getShortName()) ? "" : step.getShortName() + " ";
        return kind + URISupport.sanitizeUri(label).replaceAll("\\s+", " ");
    }

    private static boolean neverWaits(ProcessorDefinition<?> step) {
        if (step instanceof ProcessDefinition process) {
            return process.getRef() != null && BEANS.contains(process.getRef());
        }
        if (step instanceof BeanDefinition bean) {
            return bean.getRef() != null && BEANS.contains(bean.getRef());
        }
        if (step instanceof SetBodyDefinition || step instanceof SetHeaderDefinition) {
            return isPlain(((ExpressionNode) step).getExpression());
        }
        if (step instanceof ToDefinition to) {
            return JOURNAL.equals(to.getUri());
        }
        if (step instanceof LogDefinition log) {
            return isPlain(log.getMessage());
        }
        return step instanceof RemoveHeadersDefinition || step instanceof ConvertBodyDefinition;
    }

    private static boolean isPlain(ExpressionDefinition expression) {
        return expression instanceof ConstantExpression
                || expression instanceof SimpleExpression simple && isPlain(simple.getExpression());
    }

    /** A function of Simple's may call anything. */
    private static boolean isPlain(String simple) {
        String rest = QUICK_FUNCTIONS.matcher(simple).replaceAll("");
        return !rest.contains("${") && !rest.contains("$simple{");
    }
}
