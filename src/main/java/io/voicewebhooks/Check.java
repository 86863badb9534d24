package io.voicewebhooks;

import org.apache.camel.main.Main;

/**
 * {@code check}: builds the application as {@code run} does, every property, route, endpoint, expression and template, and
 * stops before a port or the journal is opened.
 */
final class Check {
    private Check() {}

    static int run() {
        Main main = VoiceWebhooks.application();
        main.addOverrideProperty("camel.server.enabled", "false");
        main.addOverrideProperty("camel.management.enabled", "false");
        main.configure().withAutoStartup(false);
        main.addMainListener(new org.apache.camel.main.MainListenerSupport() {
            @Override
            public void beforeConfigure(org.apache.camel.main.BaseMainSupport support) {
                support.getCamelContext().getGlobalOptions().put(Startup.CHECK_ONLY, "true");
            }
        });
        try {
            main.start();
            System.out.println("ok: " + main.getCamelContext().getRoutesSize() + " routes");
            return 0;
        } catch (Exception e) {
            return VoiceWebhooks.failed(e, main.getCamelContext());
        } finally {
            main.stop();
        }
    }
}
