package io.voicewebhooks;

import io.voicewebhooks.twiml.TemplateFiles;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/**
 * {@code check}: builds the application as {@code run} does, every property, route, endpoint, expression and template, and
 * stops before a port or the journal is opened.
 */
final class Check {
    private Check() {}

    static int run() {
        Main main = application();
        try {
            main.start();
            CamelContext context = main.getCamelContext();
            System.out.println("ok: " + context.getRoutesSize() + " routes, "
                    + TemplateFiles.names(context).size() + " templates");
            return 0;
        } catch (Exception e) {
            RouteProblem.describe(e, main.getCamelContext()).lines().forEach(System.err::println);
            return 1;
        } finally {
            main.stop();
        }
    }

    /** The application, built as it would run but opening nothing. */
    static Main application() {
        Main main = VoiceWebhooks.application();
        main.addOverrideProperty("camel.server.enabled", "false");
        main.addOverrideProperty("camel.management.enabled", "false");
        main.configure().withAutoStartup(false);
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport support) {
                support.getCamelContext().getGlobalOptions().put(Startup.CHECK_ONLY, "true");
            }
        });
        return main;
    }
}
