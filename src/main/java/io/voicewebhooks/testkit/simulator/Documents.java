package io.voicewebhooks.testkit.simulator;

import io.voicewebhooks.testkit.request.Answer;
import io.voicewebhooks.testkit.request.Purpose;
import io.voicewebhooks.testkit.request.Webhook;
import java.util.Map;
import java.util.Optional;

/**
 * Gets the TwiML for one leg of a call, from the number's fallback URL where it must
 * (<a href="https://www.twilio.com/docs/usage/security/availability-reliability">Availability and reliability</a>).
 */
final class Documents {
    private final CallState line;
    private final Leg leg;
    private final String who;

    /**
     * @param who hears Twilio's own message if everything fails
     */
    Documents(CallState line, Leg leg, String who) {
        this.line = line;
        this.leg = leg;
        this.who = who;
    }

    /**
     * Asks for a document.
     *
     * @throws CallEndedException if there is none
     */
    Document fetch(Webhook webhook) {
        try {
            return read(webhook);
        } catch (BrokenTwimlException e) {
            line.problem(e.failure() + " " + asked(webhook));
            return fallback(webhook, e);
        }
    }

    /** Asks for one that is not executed any more. */
    void fetchInVain(Webhook webhook) {
        try {
            read(webhook);
        } catch (BrokenTwimlException e) {
            line.problem(e.failure() + " " + asked(webhook));
        }
    }

    private Document read(Webhook webhook) throws BrokenTwimlException {
        line.countDocument(leg);
        Answer answer = line.send(webhook);
        Document document = Document.of(answer, webhook.url(), line.requests().last());
        if (answer.fallback()) {
            line.notes().fallback(line.now().toMillis(), "the application answers with its fallback " + asked(webhook));
        }
        return document;
    }

    private String asked(Webhook webhook) {
        return line.requests().asked(webhook);
    }

    private Document fallback(Webhook failed, BrokenTwimlException failure) {
        Optional<String> url = line.setup().fallbackUrl();
        if (url.isPresent() && leg == line.caller()) {
            Map<String, String> parameters = leg.parameters();
            parameters.put("ErrorCode", String.valueOf(failure.failure().code()));
            parameters.put("ErrorUrl", failed.url().replaceFirst("#.*", ""));
            Webhook fallback = new Webhook(Purpose.FALLBACK, "POST", url.get(), parameters);
            try {
                return read(fallback);
            } catch (BrokenTwimlException e) {
                line.problem(e.failure() + " " + asked(fallback));
            }
        }
        leg.answers(line.now());
        line.write(who, "hears Twilio's message that an application error has occurred");
        throw new CallEndedException(leg, CallEndedException.Reason.FAILED);
    }
}
