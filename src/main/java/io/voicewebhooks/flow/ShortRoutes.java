package io.voicewebhooks.flow;

import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.model.BeanDefinition;
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
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.language.ConstantExpression;

/**
 * Tells routes that never wait from others: those that have only the steps of the status and recording callbacks, as they
 * come with the application. Whatever else a user adds may wait for something, and must not keep other requests waiting.
 */
final class ShortRoutes {
    private static final Set<String> BEANS = Set.of("twilioSignature", "voiceEvent", "eventMessage", "journalIntake");
    private static final String DIRECT = "direct:";

    private final Model model;

    ShortRoutes(CamelContext context) {
        this.model = context.getCamelContextExtension().getContextPlugin(Model.class);
    }

    boolean isShort(RouteDefinition route) {
        return areShort(route.getOutputs());
    }

    private boolean areShort(List<ProcessorDefinition<?>> steps) {
        return steps.stream().allMatch(this::isShort);
    }

    private boolean isShort(ProcessorDefinition<?> step) {
        if (step instanceof ProcessDefinition process) {
            return BEANS.contains(process.getRef());
        }
        if (step instanceof BeanDefinition bean) {
            return BEANS.contains(bean.getRef());
        }
        if (step instanceof SetBodyDefinition || step instanceof SetHeaderDefinition) {
            return ((ExpressionNode) step).getExpression() instanceof ConstantExpression || isMessage(step);
        }
        if (step instanceof ToDefinition to) {
            return to.getUri().startsWith(DIRECT) && isShort(to.getUri());
        }
        return step instanceof OnExceptionDefinition
                ? areShort(step.getOutputs())
                : step instanceof RemoveHeadersDefinition
                        || step instanceof ConvertBodyDefinition
                        || step instanceof LogDefinition;
    }

    private static boolean isMessage(ProcessorDefinition<?> step) {
        return ((ExpressionNode) step).getExpression().getExpression().equals("${exception.message}");
    }

    private boolean isShort(String direct) {
        List<RouteDefinition> routes = model.getRouteDefinitions().stream()
                .filter(route -> route.getInput().getEndpointUri().equals(direct))
                .toList();
        return routes.size() == 1 && isShort(routes.get(0));
    }
}
