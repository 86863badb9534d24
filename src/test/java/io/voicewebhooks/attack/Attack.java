package io.voicewebhooks.attack;

import io.voicewebhooks.testkit.Twilio;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;
import java.util.function.UnaryOperator;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/**
 * A call whose every webhook carries something hostile: it comes in, is forwarded, nobody answers, a message is recorded,
 * its audio is ready.
 */
final class Attack {
    private final String text;
    private final String call = Twilio.callSid();
    private final String recording = Twilio.recordingSid();
    private final List<HttpResponse<String>> flow = new ArrayList<>();
    private final List<HttpResponse<String>> callbacks = new ArrayList<>();

    private Attack(String text) {
        this.text = text;
    }

    /** The same text in every place that a caller chooses. */
    static Attack withText(String text) {
        return new Attack(text);
    }

    void run(Twilio twilio, UnaryOperator<List<Entry<String, String>>> evil, String mediaUrl) {
        List<Entry<String, String>> begun = Twilio.call(call);
        flow.add(twilio.post("/voice/incoming", evil.apply(begun)));
        HttpResponse<String> voicemail =
                twilio.post("/voice/forward-result", evil.apply(Twilio.with(begun, "DialCallStatus", "busy")));
        flow.add(voicemail);
        flow.add(twilio.post("/voice/voicemail-end", evil.apply(Twilio.with(begun, "RecordingUrl", mediaUrl))));
        flow.add(twilio.post(
                "/voice/fallback", evil.apply(Twilio.with(begun, "ErrorCode", text, "ErrorUrl", mediaUrl))));
        callbacks.add(twilio.post("/voice/status", evil.apply(Twilio.status(call, "no-answer"))));
        List<Entry<String, String>> ready = Twilio.with(
                Twilio.recording(call, recording, "completed"), "RecordingUrl", mediaUrl, "ErrorCode", text);
        callbacks.add(twilio.post(recordingCallback(voicemail), evil.apply(ready)));
    }

    /** Twilio calls what the TwiML says, without its fragment. */
    private static String recordingCallback(HttpResponse<String> reply) {
        Element record = (Element) xml(reply).getElementsByTagName("Record").item(0);
        return record.getAttribute("recordingStatusCallback")
                .substring(Twilio.PUBLIC_URL.length())
                .replaceFirst("#.*", "");
    }

    static Document xml(HttpResponse<String> reply) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(reply.body())));
        } catch (Exception e) {
            throw new AssertionError("no XML: " + reply.body(), e);
        }
    }

    String text() {
        return text;
    }

    String call() {
        return call;
    }

    String recording() {
        return recording;
    }

    /** What the caller heard, in the order of the call. */
    List<HttpResponse<String>> flow() {
        return flow;
    }

    /** What the status and recording callbacks got. */
    List<HttpResponse<String>> callbacks() {
        return callbacks;
    }

    @Override
    public String toString() {
        return "[" + text.substring(0, Math.min(60, text.length())) + "]";
    }
}
