package io.voicewebhooks.check;

import io.voicewebhooks.flow.CallFlows;
import io.voicewebhooks.twiml.Twiml;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.ConvertBodyDefinition;
import org.apache.camel.model.ConvertHeaderDefinition;
import org.apache.camel.model.ConvertVariableDefinition;
import org.apache.camel.model.DelayDefinition;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.InterceptDefinition;
import org.apache.camel.model.InterceptSendToEndpointDefinition;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.OnCompletionDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.PipelineDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RemoveHeaderDefinition;
import org.apache.camel.model.RemoveHeadersDefinition;
import org.apache.camel.model.RemovePropertiesDefinition;
import org.apache.camel.model.RemovePropertyDefinition;
import org.apache.camel.model.RemoveVariableDefinition;
import org.apache.camel.model.RollbackDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.SetHeadersDefinition;
import org.apache.camel.model.SetPropertyDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.SetVariablesDefinition;
import org.apache.camel.model.StepDefinition;
import org.apache.camel.model.StopDefinition;
import org.apache.camel.model.ThrowExceptionDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.model.ValidateDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.support.CamelContextHelper;

/**
 * Follows each call flow through its choices and {@code direct:} routes, and finds ends at which nothing has replied to the
 * caller. A step that may have made TwiML in another way, such as {@code setBody}, a user's bean or an endpoint, counts as a
 * reply. Where only the case is left in which no condition holds, it is a warning: the conditions may cover everything.
 */
public final class FlowEndsCheck {
    /** They leave the body alone. */
    private static final List<Class<?>> NEUTRAL = List.of(
            ConvertBodyDefinition.class,
            ConvertHeaderDefinition.class,
            ConvertVariableDefinition.class,
            DelayDefinition.class,
            InterceptDefinition.class,
            InterceptSendToEndpointDefinition.class,
            LogDefinition.class,
            OnCompletionDefinition.class,
            OnExceptionDefinition.class,
            RemoveHeaderDefinition.class,
            RemoveHeadersDefinition.class,
            RemovePropertiesDefinition.class,
            RemovePropertyDefinition.class,
            RemoveVariableDefinition.class,
            SetHeaderDefinition.class,
            SetHeadersDefinition.class,
            SetPropertyDefinition.class,
            SetVariableDefinition.class,
            SetVariablesDefinition.class,
            ValidateDefinition.class,
            WireTapDefinition.class);

    private final CamelContext context;
    private final RouteGraph graph;
    private final Set<String> problems = new LinkedHashSet<>();
    private final Set<String> warnings = new LinkedHashSet<>();

    /**
     * A way through the steps.
     *
     * @param replied whether something has replied, or may have
     * @param place   the route
     * @param where   the last condition on the way, empty for none
     * @param doubt   whether it is the way on which no condition holds
     * @param within  the routes that are on the way
     */
    private record Way(boolean replied, String place, String where, boolean doubt, List<RouteGraph.Node> within) {
        Way reply() {
            return new Way(true, place, where, doubt, within);
        }

        Way at(String condition) {
            return new Way(replied, place, " where " + condition, doubt, within);
        }

        /** After a route to which another one went: the last condition counts, wherever it was. */
        Way backTo(Way from) {
            boolean told = replied || !where.isEmpty();
            return new Way(replied, told ? place : from.place, told ? where : from.where, doubt, from.within);
        }

        Way unless() {
            return new Way(replied, place, where, true, within);
        }
    }

    public FlowEndsCheck(CamelContext context, RouteGraph graph) {
        this.context = context;
        this.graph = graph;
        graph.nodes().stream()
                .filter(node -> node.route().getEndpoint() instanceof PlatformHttpEndpoint
                        && CallFlows.isFlow(node.definition()))
                .forEach(node -> ends(follow(node, null)));
    }

    /** A line for each end without a reply, naming file, route and condition. */
    public Set<String> problems() {
        return problems;
    }

    /** The same for ends to which no call may come. */
    public Set<String> warnings() {
        return warnings;
    }

    private void ends(List<Way> ways) {
        for (Way way : ways) {
            if (!way.replied()) {
                (way.doubt() ? warnings : problems)
                        .add(way.place() + (way.doubt() ? "may end" : "ends") + " without a reply to the caller"
                                + way.where()
                                + "; expected: the bean twiml with reply('...'), or a step that leads to it");
            }
        }
    }

    /** The ways through a route; the place of a way is that of its last condition, or of the route that it came from. */
    private List<Way> follow(RouteGraph.Node node, Way from) {
        List<RouteGraph.Node> within = new ArrayList<>(from == null ? List.of() : from.within());
        within.add(node);
        Way start = new Way(
                from != null && from.replied(),
                RouteProblem.location(node.definition()),
                "",
                from != null && from.doubt(),
                within);
        List<Way> ways = follow(node.definition().getOutputs(), List.of(start));
        return from == null ? ways : ways.stream().map(way -> way.backTo(from)).toList();
    }

    private List<Way> follow(List<ProcessorDefinition<?>> steps, List<Way> ways) {
        List<Way> all = ways;
        for (ProcessorDefinition<?> step : steps) {
            if (!Boolean.TRUE.equals(CamelContextHelper.parseBoolean(context, step.getDisabled()))) {
                all = all.stream()
                        .flatMap(way -> way.replied() && !(step instanceof StopDefinition)
                                ? List.of(way).stream()
                                : follow(step, way).stream())
                        .distinct()
                        .toList();
            }
        }
        return all;
    }

    private List<Way> follow(ProcessorDefinition<?> step, Way way) {
        if (step instanceof ChoiceDefinition choice) {
            return choice(choice, way);
        } else if (step instanceof FilterDefinition filter) {
            List<Way> ways =
                    new ArrayList<>(follow(filter.getOutputs(), List.of(way.at(condition(filter.getExpression())))));
            // whoever does not come in goes on as before
            ways.removeIf(inside -> !inside.replied());
            ways.add(ways.isEmpty() ? way : way.unless());
            return ways;
        } else if (step instanceof TryDefinition attempt) {
            List<Way> ways = new ArrayList<>(follow(attempt.getOutputsWithoutCatches(), List.of(way)));
            for (CatchDefinition caught : attempt.getCatchClauses()) {
                ways.addAll(follow(caught.getOutputs(), List.of(way.at(caught.getExceptions() + " is caught"))));
            }
            ways = whole(ways, way);
            return attempt.getFinallyClause() == null
                    ? ways
                    : follow(attempt.getFinallyClause().getOutputs(), ways);
        } else if (step instanceof StepDefinition || step instanceof PipelineDefinition) {
            return follow(step.getOutputs(), List.of(way));
        } else if (step instanceof StopDefinition) {
            ends(List.of(way));
            return List.of();
        } else if (step instanceof ThrowExceptionDefinition || step instanceof RollbackDefinition) {
            // the policy answers
            return List.of();
        } else if (step instanceof ToDefinition to) {
            return to(CamelContextHelper.parseText(context, to.getEndpointUri()), way);
        }
        return List.of(replies(step) ? way.reply() : way);
    }

    private List<Way> choice(ChoiceDefinition choice, Way way) {
        List<Way> ways = new ArrayList<>();
        for (WhenDefinition when : choice.getWhenClauses()) {
            ways.addAll(branch(when.getOutputs(), way.at(condition(when.getExpression()))));
        }
        if (choice.getOtherwise() != null) {
            Way inside = choice.getWhenClauses().isEmpty() ? way : way.at("no condition of its choice holds");
            ways.addAll(branch(choice.getOtherwise().getOutputs(), inside));
        } else {
            boolean replied = ways.stream().anyMatch(Way::replied);
            Way none = way.at("no condition of its choice holds");
            ways.add(replied ? none.unless() : way);
        }
        return whole(ways, way);
    }

    /** An empty one is named by {@link EmptyBlocksCheck}. */
    private List<Way> branch(List<ProcessorDefinition<?>> steps, Way way) {
        return steps.isEmpty() ? List.of(way.reply()) : follow(steps, List.of(way));
    }

    /** Where no branch replies, what comes behind them has to. */
    private static List<Way> whole(List<Way> branches, Way way) {
        return !branches.isEmpty() && branches.stream().noneMatch(Way::replied) ? List.of(way) : branches;
    }

    private static String condition(ExpressionDefinition expression) {
        return EmptyBlocksCheck.condition(expression) + " holds";
    }

    private List<Way> to(String uri, Way way) {
        if (uri.startsWith("log:") || uri.startsWith("journal:")) {
            return List.of(way);
        }
        if (!RouteGraph.isDirect(uri)) {
            return List.of(way.reply());
        }
        List<RouteGraph.Node> nodes = graph.at(RouteGraph.name(uri));
        if (nodes.size() != 1) {
            return List.of(way.reply());
        }
        // a way in a circle has no end
        return way.within().contains(nodes.get(0)) ? List.of() : follow(nodes.get(0), way);
    }

    private boolean replies(ProcessorDefinition<?> step) {
        if (step instanceof BeanDefinition bean) {
            return !RouteVariables.isOurs(context, bean.getRef())
                    || context.getRegistry().lookupByName(bean.getRef()) instanceof Twiml;
        }
        if (step instanceof ProcessDefinition process) {
            return !RouteVariables.isOurs(context, process.getRef());
        }
        return NEUTRAL.stream().noneMatch(kind -> kind.isInstance(step));
    }
}
