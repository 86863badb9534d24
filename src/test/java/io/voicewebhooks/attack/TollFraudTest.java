package io.voicewebhooks.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** A caller chooses nobody whom the owner's account calls: calls cost money, and premium numbers earn some for others. */
@ExtendWith(Target.Resolver.class)
class TollFraudTest {
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
}
