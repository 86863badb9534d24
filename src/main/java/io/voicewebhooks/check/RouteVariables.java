package io.voicewebhooks.check;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ConvertVariableDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.SetVariablesDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.apache.camel.model.language.ConstantExpression;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.model.language.MethodCallExpression;
import org.apache.camel.model.language.SimpleExpression;
import org.apache.camel.support.PluginHelper;

/** The variables that the steps of a route set, as far as they can be known. */
final class RouteVariables {
    private static final String OURS = "io.voicewebhooks.";

    /** Functions of Simple whose value is a text, a number or a list of them; a bean of ours gives no other. */
    private static final Pattern PLAIN = Pattern.compile(
            "\\$\\{(body\\[[^]]*]|variable\\.context\\.[^}]*|bean:[^}]*|date:[^}]*|routeId|exchangeId)}");

    private static final Pattern BEAN = Pattern.compile("\\$\\{bean:(\\w+)");

    /** Steps, as YAML names them, that go nobody knows where. */
    private static final Set<String> OPEN =
            Set.of("script", "recipientList", "routingSlip", "dynamicRouter", "kamelet");

    private final SeenRoute route;
    private final Set<String> names = new HashSet<>();
    private final Set<String> objects = new HashSet<>();
    private boolean open;

    private RouteVariables(SeenRoute route) {
        this.route = route;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    static RouteVariables of(SeenRoute route) {
        RouteVariables found = new RouteVariables(route);
        found.receives(route.definition().getInput().getVariableReceive());
        route.steps((Class<ProcessorDefinition<?>>) (Class) ProcessorDefinition.class)
                .forEach(found::see);
        return found;
    }

    Set<String> names() {
        return names;
    }

    /** Those of them whose value may have fields of its own. */
    Set<String> objects() {
        return objects;
    }

    /** Whether a step may set others: it runs code of the user's, or goes nobody knows where. */
    boolean isOpen() {
        return open;
    }

    private void see(ProcessorDefinition<?> step) {
        if (step instanceof SetVariableDefinition set) {
            sets(set);
        } else if (step instanceof SetVariablesDefinition several) {
            several.getVariables().forEach(this::sets);
        } else if (step instanceof ConvertVariableDefinition convert) {
            receives(convert.getToName());
        } else if (!(step instanceof WireTapDefinition<?>)) {
            // a wire tap has an exchange of its own
            receives((String) PluginHelper.getBeanIntrospection(route.context())
                    .getOrElseProperty(step, "variableReceive", null, false));
            open |= isOpen(step);
        }
    }

    /** Other components put what they make into the message. */
    private static boolean isOpen(String uri) {
        return uri == null || uri.matches("(bean|class|language|kamelet):.*|(direct:.*)?\\$(simple)?\\{.*");
    }

    private boolean isOpen(ProcessorDefinition<?> step) {
        if (step instanceof ProcessDefinition process) {
            return !isOurs(route.context(), process.getRef());
        }
        if (step instanceof BeanDefinition bean) {
            return !isOurs(route.context(), bean.getRef());
        }
        if (step instanceof ToDefinition to) {
            return isOpen(to.getEndpointUri());
        }
        if (step instanceof ToDynamicDefinition to) {
            return isOpen(to.getUri());
        }
        return OPEN.contains(step.getShortName());
    }

    /** Whether a name is that of a bean of this application, of which is known what it does. */
    static boolean isOurs(CamelContext context, String ref) {
        Object bean = ref == null ? null : context.getRegistry().lookupByName(ref);
        return bean != null && bean.getClass().getName().startsWith(OURS);
    }

    private void sets(SetVariableDefinition step) {
        String name = route.resolve(step.getName());
        // of the exchange, not one that all routes share
        if (name == null || name.startsWith("global:") || name.startsWith("route:")) {
            return;
        }
        open |= name.contains("${");
        names.add(name);
        if (mayHaveFields(step.getExpression())) {
            objects.add(name);
        }
    }

    private void receives(String variable) {
        String name = route.resolve(variable);
        if (name != null) {
            names.add(name);
            objects.add(name);
        }
    }

    private boolean mayHaveFields(ExpressionDefinition expression) {
        if (expression instanceof ConstantExpression) {
            return false;
        }
        if (expression instanceof MethodCallExpression call) {
            return !isOurs(route.context(), call.getRef());
        }
        return !(expression instanceof SimpleExpression simple)
                || PLAIN.matcher(simple.getExpression()).replaceAll("").matches("(?s)\\s*\\$\\{.*}\\s*")
                || BEAN.matcher(simple.getExpression())
                        .results()
                        .anyMatch(bean -> !isOurs(route.context(), bean.group(1)));
    }
}
