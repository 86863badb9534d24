package io.voicewebhooks.check;

import io.voicewebhooks.twiml.Findings;
import io.voicewebhooks.twiml.Twiml;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.PipelineDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RollbackDefinition;
import org.apache.camel.model.StepDefinition;
import org.apache.camel.model.StopDefinition;
import org.apache.camel.model.ThrowExceptionDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.model.language.ExpressionDefinition;

/**
 * Follows each call flow through its choices and {@code direct:} routes, and finds ends at which nothing has replied to the
 * caller. A step that may have made TwiML in another way, such as {@code setBody}, a user's bean or an endpoint, counts as a
 * reply. Where only the case is left in which no condition holds, it is a warning: the conditions may cover everything.
 */
final class FlowEndsCheck implements RouteCheck {
    /** Steps, as YAML names them, that leave the body alone. */
    private static final Set<String> NEUTRAL = Set.of(
            ("convertBodyTo convertHeaderTo convertVariableTo delay intercept interceptSendToEndpoint log onCompletion"
                            + " onException removeHeader removeHeaders removeProperties removeProperty removeVariable"
                            + " setHeader setHeaders setProperty setVariable setVariables validate wireTap")
                    .split(" "));

    @Override
    public void report(SeenRoutes routes, Findings findings) {
        Walk walk = new Walk(routes, findings);
        routes.all().stream().filter(SeenRoute::isFlow).forEach(route -> walk.ends(walk.follow(route, null)));
    }

    private record Walk(SeenRoutes routes, Findings findings) {

        void ends(List<FlowWay> ways) {
            ways.stream().filter(way -> !way.replied()).forEach(way -> {
                String text = way.place() + (way.doubt() ? "may end" : "ends") + " without a reply to the caller"
                        + way.where() + "; expected: the bean twiml with reply('...'), or a step that leads to it";
                findings.add(text, way.doubt());
            });
        }

        /** The ways through a route; the place of a way is that of its last condition, or of the route it came from. */
        List<FlowWay> follow(SeenRoute route, FlowWay from) {
            List<SeenRoute> within = new ArrayList<>(from == null ? List.of() : from.within());
            within.add(route);
            FlowWay start = new FlowWay(false, route.place(), "", from != null && from.doubt(), within);
            List<FlowWay> ways = follow(route.definition().getOutputs(), List.of(start));
            return from == null
                    ? ways
                    : ways.stream().map(way -> way.backTo(from)).toList();
        }

        private List<FlowWay> follow(List<ProcessorDefinition<?>> steps, List<FlowWay> ways) {
            List<FlowWay> all = ways;
            for (ProcessorDefinition<?> step : steps) {
                all = all.stream()
                        .flatMap(way -> way.replied() && !(step instanceof StopDefinition)
                                        || way.route().isSwitchedOff(step)
                                ? Stream.of(way)
                                : follow(step, way).stream())
                        .distinct()
                        .toList();
            }
            return all;
        }

        private List<FlowWay> follow(ProcessorDefinition<?> step, FlowWay way) {
            if (step instanceof ChoiceDefinition choice) {
                return choice(choice, way);
            } else if (step instanceof FilterDefinition filter) {
                return filter(filter, way);
            } else if (step instanceof TryDefinition attempt) {
                return attempt(attempt, way);
            } else if (step instanceof StepDefinition || step instanceof PipelineDefinition) {
                return follow(step.getOutputs(), List.of(way));
            } else if (step instanceof StopDefinition) {
                ends(List.of(way));
                return List.of();
            } else if (step instanceof ThrowExceptionDefinition || step instanceof RollbackDefinition) {
                // the policy answers
                return List.of();
            } else if (step instanceof ToDefinition to) {
                return to(way.route().resolve(to.getEndpointUri()), way);
            }
            return List.of(replies(step) ? way.reply() : way);
        }

        private List<FlowWay> filter(FilterDefinition filter, FlowWay way) {
            List<FlowWay> ways =
                    new ArrayList<>(follow(filter.getOutputs(), List.of(way.at(condition(filter.getExpression())))));
            // whoever does not come in goes on as before
            ways.removeIf(inside -> !inside.replied());
            ways.add(ways.isEmpty() ? way : way.unless());
            return ways;
        }

        private List<FlowWay> attempt(TryDefinition attempt, FlowWay way) {
            List<FlowWay> ways = new ArrayList<>(follow(attempt.getOutputsWithoutCatches(), List.of(way)));
            for (CatchDefinition caught : attempt.getCatchClauses()) {
                ways.addAll(follow(caught.getOutputs(), List.of(way.at(caught.getExceptions() + " is caught"))));
            }
            ways = whole(ways, way);
            return attempt.getFinallyClause() == null
                    ? ways
                    : follow(attempt.getFinallyClause().getOutputs(), ways);
        }

        private List<FlowWay> choice(ChoiceDefinition choice, FlowWay way) {
            List<FlowWay> ways = new ArrayList<>();
            for (WhenDefinition when : choice.getWhenClauses()) {
                ways.addAll(branch(when.getOutputs(), way.at(condition(when.getExpression()))));
            }
            FlowWay none = way.at("no condition of its choice holds");
            if (choice.getOtherwise() != null) {
                ways.addAll(branch(
                        choice.getOtherwise().getOutputs(),
                        choice.getWhenClauses().isEmpty() ? way : none));
            } else {
                ways.add(ways.stream().anyMatch(FlowWay::replied) ? none.unless() : way);
            }
            return whole(ways, way);
        }

        /** An empty one is named by {@link EmptyBlocksCheck}. */
        private List<FlowWay> branch(List<ProcessorDefinition<?>> steps, FlowWay way) {
            return steps.isEmpty() ? List.of(way.reply()) : follow(steps, List.of(way));
        }

        /** Where no branch replies, what comes behind them has to. */
        private static List<FlowWay> whole(List<FlowWay> branches, FlowWay way) {
            return !branches.isEmpty() && branches.stream().noneMatch(FlowWay::replied) ? List.of(way) : branches;
        }

        private static String condition(ExpressionDefinition expression) {
            return EmptyBlocksCheck.condition(expression) + " holds";
        }

        private List<FlowWay> to(String uri, FlowWay way) {
            if (uri.startsWith("log:") || uri.startsWith("journal:")) {
                return List.of(way);
            }
            List<SeenRoute> next = SeenRoute.isDirect(uri) ? routes.at(SeenRoute.name(uri)) : List.of();
            if (next.size() != 1) {
                return List.of(way.reply());
            }
            // a way in a circle has no end
            return way.within().contains(next.get(0)) ? List.of() : follow(next.get(0), way);
        }

        private boolean replies(ProcessorDefinition<?> step) {
            if (step instanceof BeanDefinition bean) {
                return !RouteVariables.isOurs(routes.context(), bean.getRef())
                        || routes.context().getRegistry().lookupByName(bean.getRef()) instanceof Twiml;
            }
            if (step instanceof ProcessDefinition process) {
                return !RouteVariables.isOurs(routes.context(), process.getRef());
            }
            return !NEUTRAL.contains(step.getShortName());
        }
    }
}
