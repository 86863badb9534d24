package io.voicewebhooks.journal;

import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/** How events get into the embedded broker: what is promised may not depend on it. */
enum Way {
    EMBEDDED,
    JMS;

    /** Has an application that is about to start send so. */
    void in(Main main) {
        if (this == JMS) {
            main.addMainListener(new MainListenerSupport() {
                @Override
                public void beforeConfigure(BaseMainSupport support) {
                    Journal.withPlainSender(support.getCamelContext());
                }
            });
        }
    }
}
