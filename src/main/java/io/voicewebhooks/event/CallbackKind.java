package io.voicewebhooks.event;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A kind of callback of Twilio Voice: what tells it, what makes two of them the same, and how it is answered.
 *
 * @param type    of its event; <code>{Name}</code> stands for the value of a parameter
 * @param telling whether a request is of this kind, if it is of none before
 * @param key     names of parameters that are the same in every copy and differ between any two; or {@link #SIGNATURE} or
 *                {@link #TOKEN}
 * @param twiml   whether Twilio waits for TwiML, so that 204 would be an error
 */
record CallbackKind(String type, Predicate<Map<String, Object>> telling, List<String> key, boolean twiml) {
    /** As a key: everything that was signed. */
    static final String SIGNATURE = "signature";
    /** As a key: the same, and Twilio's token of the delivery, since a caller can press a key twice. */
    static final String TOKEN = "token";

    /**
     * The first row that holds counts: later ones have parameters of earlier ones. A comma is "or", {@code !} "not", and
     * {@code *} stands for any end of a value.
     */
    private static final String TABLE = """
        type                                | telling parameters                        | key | reply
        intelligence.operator-results       | intelligenceConfiguration operatorResults | conversationId operatorResults.id
        intelligence.{event_type}           | event_type=voice_intelligence_*           | transcript_sid event_type
        debugger.{Level}                    | Sid=NO* Level Payload PayloadType         | Sid
        voice.fallback                      | ErrorUrl ErrorCode                        | token | TwiML
        call.{CallStatus}                   | CallbackSource=call-progress-events       | signature
        conference.{StatusCallbackEvent}    | StatusCallbackEvent ConferenceSid         | ConferenceSid SequenceNumber
        stream.{StreamEvent}                | StreamEvent                               | StreamSid StreamEvent Timestamp
        siprec.{SiprecEvent}                | SiprecEvent                               | SiprecSid SiprecEvent Timestamp
        transcription.{TranscriptionEvent}  | TranscriptionEvent                        | TranscriptionSid SequenceId
        transcription.{TranscriptionStatus} | TranscriptionStatus                       | TranscriptionSid TranscriptionStatus
        recording.{RecordingStatus}         | RecordingStatus                           | signature
        machine-detection.{AnsweredBy}      | AnsweredBy MachineDetectionDuration !CallbackSource | CallSid AnsweredBy
        speech.partial                      | UnstableSpeechResult                      | token
        pay.progress                        | For,PaymentSid                            | signature
        pay.action                          | Result PaymentToken,PaymentConfirmationCode,PayErrorCode | token | TwiML
        refer.action                        | ReferSipResponseCode                      | token | TwiML
        refer.request                       | ReferTransferTarget                       | token | TwiML
        dial.action                         | DialCallStatus                            | CallSid DialCallSid | TwiML
        queue.action                        | QueueResult                               | token | TwiML
        queue.wait                          | QueuePosition                             | token | TwiML
        queue.connect                       | DequeingCallSid                           | token | TwiML
        record.action                       | RecordingUrl !CallDuration                | RecordingSid | TwiML
        gather.action                       | Digits,SpeechResult                       | token | TwiML
        connect.action                      | HandoffData,SessionId                     | token | TwiML
        message.received                    | Event Payload                             | token
        voice.whisper                       | ParentCallSid Direction=outbound-dial CallStatus=in-progress | token | TwiML
        voice.request                       | CallSid CallStatus Direction              | token | TwiML
        voice.other                         |                                           | token
        """;

    private static final List<CallbackKind> ALL =
            TABLE.lines().skip(1).map(CallbackKind::row).toList();

    private static final Pattern VALUE = Pattern.compile("\\{(\\w+)}");
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");

    private static CallbackKind row(String row) {
        String[] cells = row.split("\\|", -1);
        return new CallbackKind(
                cells[0].strip(),
                words(cells[1]).map(CallbackKind::condition).reduce(sent -> true, Predicate::and),
                words(cells[2]).toList(),
                cells.length > 3);
    }

    private static Stream<String> words(String cell) {
        return Stream.of(cell.strip().split(" ")).filter(word -> !word.isEmpty());
    }

    private static Predicate<Map<String, Object>> condition(String word) {
        if (word.startsWith("!")) {
            return sent -> !sent.containsKey(word.substring(1));
        }
        String[] sides = word.split("=");
        if (sides.length == 1) {
            List<String> names = List.of(word.split(","));
            return sent -> names.stream().anyMatch(sent::containsKey);
        }
        String begin = sides[1].replace("*", "");
        return sides[1].endsWith("*")
                ? sent -> sent.get(sides[0]) instanceof String text && text.startsWith(begin)
                : sent -> sides[1].equals(sent.get(sides[0]));
    }

    /** That of a request; {@code voice.other} of one that nobody knows. */
    static CallbackKind of(Map<String, Object> sent) {
        // each call status comes here: no stream
        for (CallbackKind kind : ALL) {
            if (kind.telling().test(sent)) {
                return kind;
            }
        }
        throw new IllegalStateException("the last row holds for all");
    }

    /** Whether the parameters alone tell it; of the others the path says more. */
    boolean isPlain() {
        return !group().equals("voice");
    }

    /** The types of all kinds, in order. */
    static List<String> types() {
        return ALL.stream().map(CallbackKind::type).toList();
    }

    /** Whether no parameter tells one from another. */
    boolean isSignatureKey() {
        return key.contains(SIGNATURE) || key.contains(TOKEN);
    }

    /** The part of the type before the dot. */
    String group() {
        return type.substring(0, type.indexOf('.'));
    }

    /**
     * The type of the event of a request of this kind: {@code conference.participant-join}. The group is not said twice
     * ({@code stream-started}); a value that is no name, which nobody at Twilio sends, is {@code other}.
     */
    String type(Map<String, Object> sent) {
        Matcher value = VALUE.matcher(type);
        if (!value.find()) {
            return type;
        }
        String name = String.valueOf(sent.get(value.group(1)))
                .toLowerCase(Locale.ROOT)
                .replace('_', '-')
                .replaceFirst("^(voice-)?" + group() + "-", "");
        return group() + "." + (NAME.matcher(name).matches() ? name : "other");
    }
}
