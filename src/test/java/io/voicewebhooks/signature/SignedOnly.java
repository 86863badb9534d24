package io.voicewebhooks.signature;

import io.voicewebhooks.testkit.Application;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The application with one route for every path, which checks the signature and answers 204. It needs no journal. */
final class SignedOnly {
    private SignedOnly() {}

    static Application start(Path dir, Map<String, String> settings) throws IOException {
        Path routes = Files.createDirectories(dir.resolve("routes"));
        Files.writeString(routes.resolve("signed.camel.yaml"), """
                - route:
                    id: signed
                    from:
                      uri: platform-http:/
                      parameters:
                        matchOnUriPrefix: true
                      steps:
                        - process:
                            ref: twilioSignature
                        - setBody:
                            constant: ""
                        - setHeader:
                            name: CamelHttpResponseCode
                            constant: "204"
                """);
        return Application.with(dir.resolve("data"))
                // the journal would be started for its health check
                .set("camel.health.enabled", "false")
                .set("camel.management.health-check-enabled", "false")
                .set(settings)
                .routes("file:" + routes + "/*.camel.yaml")
                .start();
    }
}
