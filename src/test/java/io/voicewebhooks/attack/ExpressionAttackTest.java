package io.voicewebhooks.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.MailServer;
import io.voicewebhooks.testkit.ReceivedPost;
import jakarta.mail.Part;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No caller's text is evaluated: as an expression of Simple, a property placeholder, or a template. It comes out as it came. */
abstract class ExpressionAttackTest {
    private final Target target;

    ExpressionAttackTest(Target target) {
        this.target = target;
    }

    @Test
    void aTextComesOutAsItCame() {
        for (Attack attack : target.texts) {
            assertThat(target.posts(attack)).as(attack.toString()).hasSize(Target.EVENTS.size());
            for (ReceivedPost post : target.posts(attack)) {
                for (String name : List.of("From", "To", "CallerName", "SpeechResult", "SipHeader_X-Note", "note")) {
                    assertThat(post.json().at("/data/" + name).asText())
                            .as(attack + " as " + name)
                            .isEqualTo(attack.text());
                }
            }
        }
    }

    @Test
    void aNameComesOutAsItCame() {
        for (Attack attack : target.names) {
            for (ReceivedPost post : target.posts(attack)) {
                List<String> names = new ArrayList<>(Hostile.NAMES);
                // these are the application's own in an event
                names.removeAll(List.of("context", "archive"));
                assertThat(names).as(attack.toString()).allSatisfy(name -> assertThat(
                                post.json().path("data").path(name).asText())
                        .as(name)
                        .isEqualTo(attack.text()));
            }
        }
    }

    @Test
    void theWorkedExampleSaysWhatTheCallerSent() {
        assertThat(target.chat.posts()).hasSize(target.calls());
        for (Attack attack : target.texts) {
            assertThat(target.chat.posts())
                    .as(attack.toString())
                    .anyMatch(post -> post.json().size() == 1
                            && post.json().path("text").asText().equals("Missed call from " + attack.text()));
        }
    }

    @Test
    void noSecretOfTheConfigurationComesOutAnywhere() throws Exception {
        List<String> out = new ArrayList<>();
        target.http.posts().forEach(post -> out.add(post.headers() + post.body()));
        target.chat.posts().forEach(post -> out.add(post.headers() + post.body()));
        for (Attack attack : target.attacks()) {
            attack.flow().stream().map(HttpResponse::body).forEach(out::add);
        }
        for (var mail : target.mail.mails()) {
            for (Part part : MailServer.parts(mail)) {
                out.add(new String(part.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        for (String key : target.s3.keys()) {
            out.add(key + target.s3.metadata(key) + new String(target.s3.content(key), StandardCharsets.UTF_8));
        }
        target.log.list.forEach(line -> out.add(line.getFormattedMessage()));

        assertThat(out).hasSizeGreaterThan(1_000);
        target.secrets().forEach((name, secret) -> assertThat(out).as(name).noneMatch(text -> text.contains(secret)));
    }

    @Test
    void noFunctionWasCalled() throws IOException {
        assertThat(target.application.context().isStarted()).isTrue();
        assertThat(target.canary).hasValue(0);
        assertThat(target.application.deadLetters()).isEmpty();
    }
}
