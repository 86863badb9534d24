package io.voicewebhooks.diagram;

import io.voicewebhooks.diagram.RouteStep.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.OtherwiseDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultExchange;

/** Reads the steps of a route, without those that are switched off. */
final class StepReader {
    private final CamelContext context;
    private final RouteDefinition route;
    private final List<RouteStep> steps = new ArrayList<>();

    StepReader(CamelContext context, RouteDefinition route) {
        this.context = context;
        this.route = route;
    }

    /** Whether the route is part of the application. */
    boolean isOn() {
        return route.getPrecondition() == null
                || context.resolveLanguage("simple")
                        .createPredicate(resolve(route.getPrecondition()))
                        .matches(new DefaultExchange(context));
    }

    /** Where the route begins. */
    String from() {
        return address(route.getInput().getEndpointUri());
    }

    /** The route file; of a route that a template made, that of its steps; empty for none. */
    String file() {
        String location = route.getResource() != null
                ? route.getResource().getLocation()
                : route.getOutputs().stream()
                        .filter(step -> !step.isAbstract() && step.getLocation() != null)
                        .map(ProcessorDefinition::getLocation)
                        .findFirst()
                        .orElse("");
        return withoutScheme(location);
    }

    /** The steps in the order of the route file; those of its error handling that send somewhere are the last. */
    List<RouteStep> steps() {
        read(route.getOutputs(), 0);
        route.getOutputs().stream()
                .filter(OnExceptionDefinition.class::isInstance)
                .map(OnExceptionDefinition.class::cast)
                .forEach(this::readFailures);
        return steps;
    }

    private void read(List<ProcessorDefinition<?>> outputs, int depth) {
        for (ProcessorDefinition<?> each : outputs) {
            if (!each.isAbstract() && !isOff(each.getDisabled())) {
                Optional<String> address = uri(each).map(this::address);
                boolean isBlock =
                        each instanceof ChoiceDefinition || !each.getOutputs().isEmpty();
                Kind kind = address.isPresent() ? Kind.SENDS : isBlock ? Kind.BRANCH : Kind.PLAIN;
                add(each, kind, depth, text(each), address);
                if (each instanceof ChoiceDefinition choice) {
                    readBranches(choice, depth + 1);
                } else {
                    read(each.getOutputs(), depth + 1);
                }
            }
        }
    }

    private void readBranches(ChoiceDefinition choice, int depth) {
        for (WhenDefinition branch : choice.getWhenClauses()) {
            if (!isOff(branch.getDisabled())) {
                add(branch, Kind.BRANCH, depth, "when " + branch.getExpression().getExpression(), Optional.empty());
                read(branch.getOutputs(), depth + 1);
            }
        }
        OtherwiseDefinition otherwise = choice.getOtherwise();
        if (otherwise != null && !isOff(otherwise.getDisabled())) {
            add(otherwise, Kind.BRANCH, depth, "otherwise", Optional.empty());
            read(otherwise.getOutputs(), depth + 1);
        }
    }

    private void add(NamedNode step, Kind kind, int depth, String text, Optional<String> address) {
        steps.add(new RouteStep(String.valueOf(step.getId()), kind, depth, text, address, place(step)));
    }

    static String place(NamedNode step) {
        String file = withoutScheme(step.getLocation());
        // Camel counts the lines of this one from 0
        int line = step.getLineNumber() + (step instanceof WhenDefinition ? 1 : 0);
        return line < 1 ? file : file + ":" + line;
    }

    private static String withoutScheme(String location) {
        return location == null ? "" : location.replaceFirst("^(file|classpath):", "");
    }

    private void readFailures(OnExceptionDefinition handler) {
        String failures = handler.getExceptions().stream()
                .map(name -> name.replaceFirst(".*\\.", ""))
                .collect(Collectors.joining(", "));
        for (ProcessorDefinition<?> each : handler.getOutputs()) {
            uri(each)
                    .filter(uri -> !isOff(each.getDisabled()))
                    .map(this::address)
                    .ifPresent(address ->
                            add(each, Kind.ON_FAILURE, 0, "on " + failures + " → " + address, Optional.of(address)));
        }
    }

    private boolean isOff(String disabled) {
        return disabled != null && Boolean.parseBoolean(resolve(disabled));
    }

    private static Optional<String> uri(ProcessorDefinition<?> step) {
        return Optional.ofNullable(
                step instanceof ToDefinition to
                        ? to.getEndpointUri()
                        : step instanceof ToDynamicDefinition dynamic ? dynamic.getUri() : null);
    }

    String text(ProcessorDefinition<?> step) {
        String name = step.getShortName();
        Optional<String> address = uri(step).map(this::address);
        if (address.isPresent()) {
            return (name.equals("to") ? "" : name + " ") + "→ " + address.get();
        } else if (step instanceof BeanDefinition bean) {
            return (bean.getRef() == null ? "bean" : bean.getRef())
                    + (bean.getMethod() == null ? "" : "." + bean.getMethod());
        } else if (step instanceof ProcessDefinition process && process.getRef() != null) {
            return process.getRef();
        } else if (step instanceof SetVariableDefinition set) {
            return "set " + set.getName();
        } else if (step instanceof SetHeaderDefinition set) {
            return "set header " + set.getName();
        } else if (step instanceof ExpressionNode node
                && node.getExpression() != null
                && !step.getOutputs().isEmpty()) {
            return name + " " + node.getExpression().getExpression();
        }
        return name;
    }

    /**
     * Where a URI leads, by which routes find each other. The names of queues and of {@code direct:} are resolved; else
     * placeholders stay, and what may be a credential is left out.
     */
    private String address(String uri) {
        String plain = uri.replaceFirst("(?s)\\?.*", "").replaceFirst("^([\\w+-]+:)//", "$1");
        if (plain.matches("(?s)(jms|direct|seda|journal|platform-http):.*") || plain.matches("(?s)\\{\\{.*")) {
            String resolved = resolve(plain).replaceFirst("(?s)\\?.*", "").replaceFirst("^([\\w+-]+:)//", "$1");
            if (resolved.matches("(?s)(jms|direct|seda|journal|platform-http):.*")) {
                return resolved.replaceFirst("^jms:(?!queue:|topic:)", "queue:")
                        .replaceFirst("^jms:", "")
                        .replaceFirst("^platform-http:/*", "/");
            }
        }
        return plain.replaceFirst("(?s)^([\\w+-]+:).*@", "$1")
                .replaceFirst("^([\\w+-]+:)classpath:.*/", "$1")
                .replaceFirst("(?s)^(https?:[^/]*)/.*", "$1");
    }

    /** A text with the values of its placeholders, those of the route's template among them. */
    private String resolve(String text) {
        PropertiesComponent properties = context.getPropertiesComponent();
        Properties before = properties.getLocalProperties();
        if (route.getTemplateParameters() != null) {
            Properties parameters = new Properties();
            parameters.putAll(route.getTemplateParameters());
            properties.setLocalProperties(parameters);
        }
        try {
            return CamelContextHelper.parseText(context, text);
        } finally {
            properties.setLocalProperties(before);
        }
    }
}
