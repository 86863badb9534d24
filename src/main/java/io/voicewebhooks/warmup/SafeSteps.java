package io.voicewebhooks.warmup;

import static org.apache.camel.model.errorhandler.RefErrorHandlerDefinition.DEFAULT_ERROR_HANDLER_BUILDER;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ErrorHandlerFactory;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.ConvertBodyDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RemoveHeaderDefinition;
import org.apache.camel.model.RemoveHeadersDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetBodyDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.StopDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.model.errorhandler.RefErrorHandlerDefinition;
import org.apache.camel.model.language.ConstantExpression;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.model.language.MethodCallExpression;
import org.apache.camel.model.language.SimpleExpression;

/**
 * Which steps of a call flow have no effect outside their own exchange: those of the flows that come with the application.
 * Whatever else somebody adds may change something somewhere, and is not run to get warm.
 */
final class SafeSteps {
    /** They look, and change nothing; an event that one of them makes is stored by the journal alone. */
    private static final Set<String> BEANS = Set.of(
            "twilioSignature", "newCall", "voiceEvent", "twiml", "callers", "closure", "businessHours", "dialPlan");

    private static final String OURS = "io.voicewebhooks.";
    private static final String DIRECT = "direct:";
    /** It keeps what is marked out by itself. */
    private static final String JOURNAL = "journal:";

    private static final Pattern FUNCTION = Pattern.compile("\\$\\w*\\{");
    private static final Pattern SAFE_FUNCTION =
            Pattern.compile("\\$\\{(?:bean:(\\w+)\\?method=\\w+|(?:body|variable|header)\\b[^${}()]*)}");

    private final CamelContext context;
    private final Model model;

    SafeSteps(CamelContext context) {
        this.context = context;
        this.model = context.getCamelContextExtension().getContextPlugin(Model.class);
    }

    /** Whether a step may be run, without what it contains: each step of that is asked for itself. */
    boolean isSafe(ProcessorDefinition<?> step) {
        if (step instanceof ProcessDefinition process) {
            return isOurs(process.getRef());
        }
        if (step instanceof BeanDefinition bean) {
            return isOurs(bean.getRef()) && isPlain(bean.getMethod());
        }
        if (step instanceof ToDefinition to) {
            return isDirect(to)
                    ? leadsToPlainRoutes(to)
                    : resolved(to.getEndpointUri()).startsWith(JOURNAL);
        }
        if (step instanceof ChoiceDefinition choice) {
            return choice.getWhenClauses().stream().allMatch(when -> isPlain(when.getExpression()));
        }
        if (step instanceof SetVariableDefinition variable && variable.getName().contains(":")) {
            // outlives the call
            return false;
        }
        if (step instanceof FilterDefinition
                || step instanceof SetBodyDefinition
                || step instanceof SetHeaderDefinition
                || step instanceof SetVariableDefinition) {
            return isPlain(((ExpressionNode) step).getExpression());
        }
        return step instanceof RemoveHeaderDefinition
                || step instanceof RemoveHeadersDefinition
                || step instanceof ConvertBodyDefinition
                || step instanceof StopDefinition;
    }

    /** Whether more has to be known of a step than itself. */
    boolean isDirect(ProcessorDefinition<?> step) {
        return step instanceof ToDefinition to && resolved(to.getEndpointUri()).startsWith(DIRECT);
    }

    private boolean leadsToPlainRoutes(ToDefinition direct) {
        String name = name(direct.getEndpointUri());
        List<RouteDefinition> routes = model.getRouteDefinitions().stream()
                .filter(route -> name(route.getInput().getEndpointUri()).equals(name))
                .toList();
        return !routes.isEmpty() && routes.stream().allMatch(this::isPlain);
    }

    /** With values for its placeholders; as it is where one has none, or none but in a template. */
    String resolved(String text) {
        try {
            return context.resolvePropertyPlaceholders(text);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /** Without options, in the short form. */
    private String name(String uri) {
        return resolved(uri).replaceFirst("\\?.*", "").replaceFirst("^direct://", DIRECT);
    }

    /** Whether nothing but its steps has a part in a route. */
    boolean isPlain(RouteDefinition route) {
        return route.getRoutePolicyRef() == null
                && (route.getRoutePolicies() == null || route.getRoutePolicies().isEmpty())
                && endsWithAFailure(route.getErrorHandlerFactory())
                && route.getOutputs().stream()
                        .noneMatch(step -> step instanceof OnExceptionDefinition failure
                                && Stream.of(
                                                failure.getOnRedeliveryRef(),
                                                failure.getOnExceptionOccurredRef(),
                                                failure.getOnWhen(),
                                                failure.getRetryWhile())
                                        .anyMatch(Objects::nonNull));
    }

    /** Nothing is sent anywhere. */
    private boolean endsWithAFailure(ErrorHandlerFactory errors) {
        if (errors instanceof RefErrorHandlerDefinition named) {
            ErrorHandlerFactory standard = context.getCamelContextExtension().getErrorHandlerFactory();
            return named.getRef().equals(DEFAULT_ERROR_HANDLER_BUILDER)
                    && (standard instanceof RefErrorHandlerDefinition || endsWithAFailure(standard));
        }
        return errors == null
                || errors instanceof NoErrorHandlerDefinition
                || errors.getClass() == DefaultErrorHandlerDefinition.class;
    }

    /** One of our beans, which nobody has put another one in the place of. */
    private boolean isOurs(String bean) {
        Object found = bean == null || !BEANS.contains(bean)
                ? null
                : context.getRegistry().lookupByName(bean);
        return found != null && found.getClass().getName().startsWith(OURS);
    }

    private boolean isPlain(ExpressionDefinition expression) {
        if (expression instanceof MethodCallExpression call) {
            return isOurs(call.getRef()) && isPlain(call.getMethod());
        }
        return expression instanceof ConstantExpression
                || expression instanceof SimpleExpression simple && isPlain(simple.getExpression());
    }

    /** A function of Simple's may call anything. */
    private boolean isPlain(String simple) {
        if (simple == null) {
            return true;
        }
        String text = resolved(simple);
        Matcher function = SAFE_FUNCTION.matcher(text);
        // the text itself is in a file, or comes from somebody's key
        boolean elsewhere = text.startsWith("resource:") || text.contains("{{");
        return !elsewhere
                && function.results().allMatch(each -> each.group(1) == null || isOurs(each.group(1)))
                && !FUNCTION.matcher(function.replaceAll("")).find();
    }
}
