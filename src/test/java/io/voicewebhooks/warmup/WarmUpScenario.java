package io.voicewebhooks.warmup;

import static org.awaitility.Awaitility.await;

import io.voicewebhooks.testkit.Application;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.support.RoutePolicySupport;
import org.junit.jupiter.api.io.TempDir;

/** An application that warms up, and counts what passes its routes. */
abstract class WarmUpScenario {
    static final String READY = "/observe/health/ready";

    @TempDir
    Path dir;

    /** How many exchanges each route has seen: nothing that the application itself counts. */
    final Map<String, AtomicInteger> passed = new ConcurrentHashMap<>();

    Application.Builder warmed() {
        return Application.with(dir.resolve("data")).prepare(this::warm);
    }

    private void warm(Main main) {
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport support) {
                support.getCamelContext().addRoutePolicyFactory((context, id, route) -> new RoutePolicySupport() {
                    @Override
                    public void onExchangeBegin(Route begun, Exchange exchange) {
                        passed.computeIfAbsent(id, key -> new AtomicInteger()).incrementAndGet();
                    }
                });
            }
        });
        main.addMainListener(new WarmUp());
    }

    static void awaitReady(Application application) {
        await().until(() -> application.management(READY).statusCode() == 200);
    }

    /** The broker's own are not shown outside of tests, and threads that wait for a busy machine are no fault. */
    static boolean isAlarm(String line) {
        return line.matches("(?s)(WARN|ERROR) (?!AMQ).*") && !line.contains("has been blocked for");
    }
}
