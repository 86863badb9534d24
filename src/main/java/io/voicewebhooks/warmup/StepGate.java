package io.voicewebhooks.warmup;

import io.voicewebhooks.observe.WarmUpMark;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/** Ends a request of the warm-up in front of the first step that is not known to be safe; a step that logs is left out. */
final class StepGate implements InterceptStrategy {
    private final SafeSteps safe;
    private final Set<String> ends = new ConcurrentSkipListSet<>();

    StepGate(SafeSteps safe) {
        this.safe = safe;
    }

    /** In front of what requests ended: {@code incoming-call: to http:crm.example.com}. */
    Set<String> ends() {
        return ends;
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor next) {
        if (!(definition instanceof ProcessorDefinition<?> step) || !callersComeTo(step)) {
            return target;
        }
        return safe.isSafe(step) && !safe.isDirect(step) ? target : new Gate(step, target);
    }

    private boolean callersComeTo(ProcessorDefinition<?> step) {
        RouteDefinition route = ProcessorDefinitionHelper.getRoute(step);
        String from = route == null ? null : safe.resolved(route.getInput().getEndpointUri());
        return from == null || from.matches("(platform-http:|direct:|\\{\\{).*");
    }

    /** Of an address no more than where it leads: the rest may be a secret, as may be the text of an expression. */
    private String told(ProcessorDefinition<?> step) {
        return step instanceof ToDefinition to
                ? "to " + safe.resolved(to.getEndpointUri()).replaceFirst("^([^:]*:/*)(?:[^/?]*@)?([^/?]*).*", "$1$2")
                : step.getShortName();
    }

    private final class Gate extends DelegateAsyncProcessor {
        private final ProcessorDefinition<?> step;

        Gate(ProcessorDefinition<?> step, Processor target) {
            super(target);
            this.step = step;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            // not before a request comes: a route that a step leads to may be built after it
            if (!WarmUpMark.isOn(exchange) || safe.isSafe(step)) {
                return super.process(exchange, callback);
            }
            if (!(step instanceof LogDefinition)) {
                ends.add(exchange.getFromRouteId() + ": " + told(step));
                exchange.getMessage().setBody(null);
                exchange.setRouteStop(true);
            }
            callback.done(true);
            return true;
        }
    }
}
