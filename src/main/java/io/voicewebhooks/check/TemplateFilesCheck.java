package io.voicewebhooks.check;

import io.voicewebhooks.twiml.Findings;
import io.voicewebhooks.twiml.TemplateFiles;

/** Finds templates that do not compile, or whose documents are no TwiML. */
final class TemplateFilesCheck implements RouteCheck {

    @Override
    public void report(SeenRoutes routes, Findings findings) {
        TemplateFiles.check(routes.context(), findings);
    }
}
