package io.voicewebhooks.warmup;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.flow.CallFlows;
import io.voicewebhooks.observe.Cause;
import io.voicewebhooks.observe.WarmUpMark;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedStartupListener;
import org.apache.camel.Route;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the first caller after a start waits no longer than others: the application makes calls to itself, through
 * each of its call flows, and is not ready before. Callers that come earlier are answered all the same. Whatever goes wrong
 * with it is a line of the log.
 */
public final class WarmUp extends MainListenerSupport {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    /** By then the compiler of the JVM has seen the code often enough. */
    private static final int ROUNDS = 40;

    /** What the flow itself does not answer. */
    private static final Set<Integer> REFUSED = Set.of(403, 404, 503);

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final WarmUpHealthCheck health = new WarmUpHealthCheck();
    private SafeSteps safe;
    private StepGate gate;

    @Override
    public void beforeConfigure(BaseMainSupport main) {
        CamelContext context = main.getCamelContext();
        if (Settings.of(context).isOn(Key.WARM_UP)) {
            safe = new SafeSteps(context);
            gate = new StepGate(safe);
            context.getCamelContextExtension().addInterceptStrategy(gate);
            context.getRegistry().bind("voiceWarmUpHealth", health);
            try {
                context.addStartupListener(new Start());
            } catch (Exception e) {
                throw RuntimeCamelException.wrapRuntimeException(e);
            }
        }
    }

    /** Not before: a server that is about to start answers nobody. */
    private final class Start implements ExtendedStartupListener {
        @Override
        public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {}

        @Override
        public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) {
            Thread thread = new Thread(() -> run(context), "warm-up");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void run(CamelContext context) {
        WarmUpMark mark = WarmUpMark.of(context);
        long began = System.nanoTime();
        try {
            List<String> paths = paths(context);
            int made = call(context, new OwnCall(Settings.of(context), mark.begin()), paths, began);
            LOG.info(
                    "warm after {} s: {} calls through {} call flows{}",
                    String.format("%.1f", (System.nanoTime() - began) / 1e9),
                    made,
                    paths.size(),
                    gate.ends().isEmpty() ? "" : "; not beyond " + String.join(", ", gate.ends()));
        } catch (Exception | LinkageError e) {
            if (context.isStarted()) {
                LOG.warn("no warm-up, the first calls are answered more slowly: {}", Cause.of(e));
            }
        } finally {
            health.over();
        }
    }

    private int call(CamelContext context, OwnCall call, List<String> paths, long began) throws Exception {
        int made = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (String path : paths) {
                if (!context.isStarted() || System.nanoTime() - began > LONGEST.toNanos()) {
                    return made;
                }
                int status = call.request(path);
                if (REFUSED.contains(status)) {
                    throw new IOException(path + " was answered with " + status);
                }
                made++;
            }
        }
        return made;
    }

    /** Those of the call flows that begin with a request. */
    private List<String> paths(CamelContext context) {
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        return context.getRoutes().stream()
                .filter(route -> isFlow(model.getRouteDefinition(route.getRouteId())))
                .map(Route::getEndpoint)
                .filter(PlatformHttpEndpoint.class::isInstance)
                .map(PlatformHttpEndpoint.class::cast)
                .filter(http -> http.getHttpMethodRestrict() == null
                        || http.getHttpMethodRestrict().contains("POST"))
                .map(PlatformHttpEndpoint::getPath)
                .filter(path -> path.startsWith("/voice/") && !path.matches(".*[{*].*"))
                .toList();
    }

    private boolean isFlow(RouteDefinition route) {
        return CallFlows.isFlow(route) && safe.isPlain(route);
    }
}
