package io.voicewebhooks.demo;

import io.voicewebhooks.support.MediaServer;
import io.voicewebhooks.support.Twilio;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map.Entry;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** One call, as Twilio would drive it: the TwiML that comes back decides what happens next. */
final class DemoCall {
    private static final int RATE = 8_000;
    private static final int SECONDS = 3;

    final String callSid = Twilio.callSid();
    final String recordingSid = Twilio.recordingSid();
    final byte[] audio = wav();

    private final Twilio twilio;
    private final String publicUrl;
    private final MediaServer media;
    private int step;

    DemoCall(Twilio twilio, String publicUrl, MediaServer media) {
        this.twilio = twilio;
        this.publicUrl = publicUrl;
        this.media = media;
    }

    void play() throws Exception {
        List<Entry<String, String>> call = Twilio.call(callSid);
        HttpResponse<String> answer = post("A call comes in from +15551230001", "/voice/incoming", call);
        System.out.println(answer.body().strip().indent(5).stripTrailing());

        Element record = (Element) twiml(answer).getElementsByTagName("Record").item(0);
        if (record == null) {
            throw new IllegalStateException("this demonstration plays a voicemail, and the answer has no <Record>");
        }
        System.out.printf("%n   The caller speaks for %d seconds after the tone and presses #.%n", SECONDS);
        media.holds(recordingSid, audio);
        HttpResponse<String> goodbye = post(
                "Record is done, its action is asked for",
                path(record.getAttribute("action")),
                Twilio.with(
                        call,
                        "CallStatus",
                        "in-progress",
                        "Digits",
                        "#",
                        "RecordingDuration",
                        String.valueOf(SECONDS)));
        System.out.println(goodbye.body().strip().indent(5).stripTrailing());

        post(
                "The call has ended",
                "/voice/status",
                Twilio.with(Twilio.status(callSid, "completed"), "CallDuration", "9", "Duration", "1"));
        post(
                "The audio is ready",
                path(record.getAttribute("recordingStatusCallback")),
                Twilio.with(
                        Twilio.recording(callSid, recordingSid, "completed"),
                        "RecordingDuration",
                        String.valueOf(SECONDS)));
    }

    private HttpResponse<String> post(String what, String path, List<Entry<String, String>> form) {
        long begun = System.nanoTime();
        HttpResponse<String> answer = twilio.post(path, form);
        System.out.printf(
                "%n%d. %s%n   POST %s%n   -> %d %sin %d ms%n",
                ++step,
                what,
                path,
                answer.statusCode(),
                answer.headers()
                        .firstValue("Content-Type")
                        .map(type -> type + " ")
                        .orElse(""),
                (System.nanoTime() - begun) / 1_000_000);
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException("the application answered " + answer.statusCode() + " " + answer.body());
        }
        return answer;
    }

    private static Element twiml(HttpResponse<String> answer) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder()
                .parse(new InputSource(new StringReader(answer.body())))
                .getDocumentElement();
    }

    /** What Twilio sends of a URL: the fragment holds connection overrides and stays with it. */
    private String path(String url) {
        return url.substring(publicUrl.length()).replaceFirst("#.*", "");
    }

    private static byte[] wav() {
        byte[] samples = new byte[RATE * SECONDS * 2];
        for (int i = 0; i < samples.length / 2; i++) {
            short sample = (short) (Math.sin(2 * Math.PI * 440 * i / RATE) * 8_000);
            samples[2 * i] = (byte) sample;
            samples[2 * i + 1] = (byte) (sample >> 8);
        }
        AudioFormat format = new AudioFormat(RATE, 16, 1, true, false);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (AudioInputStream stream =
                new AudioInputStream(new ByteArrayInputStream(samples), format, (long) RATE * SECONDS)) {
            AudioSystem.write(stream, AudioFileFormat.Type.WAVE, out);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }
}
