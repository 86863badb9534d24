package io.voicewebhooks.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.twiml.Twiml;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** No caller's text changes what is said to callers, or whom the call goes to. */
abstract class MarkupAttackTest {
    private final Target target;

    MarkupAttackTest(Target target) {
        this.target = target;
    }

    @Test
    void whateverACallerSendsTheAnswerIsTheOwners() {
        for (Attack attack : target.attacks()) {
            for (int step = 0; step < attack.flow().size(); step++) {
                HttpResponse<String> reply = attack.flow().get(step);
                HttpResponse<String> usual = target.harmless.flow().get(step);
                assertThat(reply.statusCode()).as(attack.toString()).isEqualTo(200);
                assertThat(withoutContext(reply.body())).as(attack.toString()).isEqualTo(withoutContext(usual.body()));
            }
        }
    }

    @Test
    void noReplyCarriesAHeaderOfTheRequest() {
        for (Attack attack : target.attacks()) {
            List<HttpResponse<String>> replies = new java.util.ArrayList<>(attack.flow());
            replies.addAll(attack.callbacks());
            assertThat(replies).as(attack.toString()).allSatisfy(reply -> assertThat(
                            reply.headers().map().keySet())
                    .map(String::toLowerCase)
                    .isSubsetOf("content-length", "content-type", "voice-webhooks"));
            assertThat(replies).as(attack.toString()).allSatisfy(reply -> assertThat(
                            reply.headers().allValues(Twiml.MARK))
                    .isSubsetOf("fallback"));
            assertThat(attack.callbacks()).extracting(HttpResponse::statusCode).containsOnly(204);
        }
    }

    @Test
    void theContextOfARecordingIsWhatTheCallerSentAndNothingElse() {
        for (Attack attack : target.texts) {
            Element record = (Element) Attack.xml(attack.flow().get(1))
                    .getElementsByTagName("Record")
                    .item(0);
            String url = record.getAttribute("recordingStatusCallback");
            assertThat(url).as(attack.toString()).hasSizeLessThan(4_096).matches("[\\x21-\\x7e]+#rc=5&rp=5xx,ct,rt");
            String[] query =
                    url.replaceFirst("#.*", "").replaceFirst(".*\\?", "").split("&");
            String text = attack.text().substring(0, Math.min(200, attack.text().length()));
            assertThat(query)
                    .as(attack.toString())
                    .extracting(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
                    .containsExactly("context.from=" + text, "context.to=" + text, "context.mailbox=main");
        }
    }

    private static String withoutContext(String twiml) {
        return twiml.replaceFirst("recordingStatusCallback=\"[^\"]*\"", "recordingStatusCallback=\"\"")
                // encoded for an URL: none of its characters has a meaning
                .replaceAll("context\\.caller=[A-Za-z0-9%._~*-]*&", "context.caller=&");
    }
}
