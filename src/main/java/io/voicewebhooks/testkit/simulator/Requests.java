package io.voicewebhooks.testkit.simulator;

import io.voicewebhooks.testkit.request.Answer;
import io.voicewebhooks.testkit.request.RequestFailure;
import io.voicewebhooks.testkit.request.Session;
import io.voicewebhooks.testkit.request.Webhook;
import io.voicewebhooks.testkit.request.WebhookClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Asks the application on behalf of one call, now and really. */
final class Requests {
    private final CallState line;
    private final Session session = new Session();
    private final String origin;
    private final List<RecordedRequest> made = new CopyOnWriteArrayList<>();

    Requests(CallState line) {
        this.line = line;
        this.origin = line.setup().url().replaceFirst("(?<=[^/:])/.*", "");
    }

    Answer send(Webhook webhook) {
        return send(webhook, line.simulator().client(), "");
    }

    /**
     * Sends it.
     *
     * @param remark behind the line of the transcript
     */
    Answer send(Webhook webhook, WebhookClient client, String remark) {
        WebhookClient.wrongOverrides(webhook.url()).forEach(line::problem);
        int number = made.size() + 1;
        line.tell(at -> new CallEvent.Request(
                at,
                number,
                webhook.purpose().label(),
                webhook.method(),
                webhook.url(),
                webhook.parameters(),
                webhook.idempotencyToken().toString()));
        Answer answer = client.send(webhook, session, line.simulator().has(Fault.CONNECTION_DROPPED));
        String callSid =
                webhook.parameters().getOrDefault("CallSid", line.caller().sid());
        line.simulator().records().request(callSid, webhook, answer, line.time());
        made.add(new RecordedRequest(
                webhook.purpose(), answer.time(), answer.failure().isEmpty()));
        line.tell(at -> told(at, number, answer));
        String event = webhook.event().isEmpty() ? "" : " (" + webhook.event() + ")";
        line.write("Twilio", webhook.method() + " " + target(webhook) + event + remark + " -> " + answer);
        return answer;
    }

    private static CallEvent told(long at, int number, Answer answer) {
        return new CallEvent.Answer(
                at,
                number,
                answer.status(),
                answer.contentType(),
                answer.contentType().startsWith("audio/") ? "" : new String(answer.body(), StandardCharsets.UTF_8),
                answer.time().toMillis(),
                answer.tries(),
                answer.fallback(),
                answer.failure().map(RequestFailure::toString).orElse(""));
    }

    /** The number of the last request, from 1. */
    int last() {
        return made.size();
    }

    List<RecordedRequest> made() {
        return made;
    }

    /** A request as a problem names it. */
    String asked(Webhook webhook) {
        return "(" + webhook.method() + " " + target(webhook).replaceFirst("\\?.*", "") + ")";
    }

    /** Where a request goes; of the application itself only the path. */
    private String target(Webhook webhook) {
        String url = webhook.url().replaceFirst("#.*", "");
        return url.startsWith(origin) ? url.substring(origin.length()) : url;
    }
}
