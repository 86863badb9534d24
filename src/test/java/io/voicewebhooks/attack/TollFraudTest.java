package io.voicewebhooks.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.RouteFolder;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** A caller chooses nobody whom the owner's account calls: calls cost money, and premium numbers earn some for others. */
abstract class TollFraudTest {
    private final Target target;

    TollFraudTest(Target target) {
        this.target = target;
    }

    @Test
    void onlyTheNumberOfTheConfigurationIsEverCalled() {
        List<String> called = new ArrayList<>();
        for (Attack attack : target.attacks()) {
            for (HttpResponse<String> reply : attack.flow()) {
                Document twiml = Attack.xml(reply);
                for (String noun : List.of("Number", "Sip", "Client", "Sim", "Application", "Redirect", "Refer")) {
                    NodeList nouns = twiml.getElementsByTagName(noun);
                    for (int i = 0; i < nouns.getLength(); i++) {
                        called.add(noun + " " + nouns.item(i).getTextContent());
                    }
                }
            }
        }

        assertThat(called).hasSize(target.attacks().size()).containsOnly("Number " + Target.FORWARD_TO);
    }

    @Test
    void aVariableThatARouteForgotToSetIsNotTakenFromTheCaller(@TempDir Path dir) throws IOException {
        RouteFolder routes = RouteFolder.copiedTo(dir)
                .replace("flow-voicemail.camel.yaml", "reply('voicemail')", "reply('forward')");
        try (Application application = Application.with(dir.resolve("data"))
                .routes("file:" + routes.path("*.camel.yaml"))
                .start()) {
            HttpResponse<String> reply = application
                    .twilio()
                    .post(
                            "/voice/incoming",
                            Twilio.with(
                                    Twilio.call(Twilio.callSid()), "numbers", Hostile.PREMIUM, "ringSeconds", "20"));

            assertThat(reply.body()).contains("cannot be taken at the moment").doesNotContain(Hostile.PREMIUM);
        }
    }
}
