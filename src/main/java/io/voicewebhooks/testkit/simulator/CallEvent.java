package io.voicewebhooks.testkit.simulator;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import java.util.Map;

/**
 * Something that happens in a call. As JSON an object with {@code type} and the components; {@code at} is in milliseconds
 * since the call began, on its own clock.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface CallEvent {
    long at();

    /**
     * The application is asked.
     *
     * @param request its number in the call, from 1
     * @param purpose for example {@code incoming call}, {@code action}, {@code call status}
     * @param url     as the application wrote it, made absolute
     * @param token   of its header {@code I-Twilio-Idempotency-Token}
     */
    @JsonTypeName("request")
    record Request(
            long at,
            int request,
            String purpose,
            String method,
            String url,
            Map<String, String> parameters,
            String token)
            implements CallEvent {}

    /**
     * What came of it.
     *
     * @param status   of HTTP, 0 if there was no answer
     * @param body     text, for example TwiML; empty where the answer is sound
     * @param millis   how long the application took
     * @param fallback whether the application says that its flow failed
     * @param failure  why Twilio cannot use it, for example {@code 11217: the application answered 500}; empty if it can, as
     *                 far as HTTP goes
     */
    @JsonTypeName("answer")
    record Answer(
            long at,
            int request,
            int status,
            String contentType,
            String body,
            long millis,
            int tries,
            boolean fallback,
            String failure)
            implements CallEvent {}

    /**
     * A verb, or what is in it to be heard, runs now at somebody's telephone.
     *
     * @param request whose answer it is in
     * @param element for example {@code Say}
     * @param offset  where in that answer's body its tag begins, in characters; -1 if it is not TwiML
     */
    @JsonTypeName("verb")
    record Running(long at, String who, int request, String element, int offset) implements CallEvent {}

    /** What the call waits for now, in place of what it waited for before. */
    @JsonTypeName("steps")
    record Waiting(long at, List<CallStep> steps) implements CallEvent {}

    /** Somebody did something about it. */
    @JsonTypeName("action")
    record Acted(long at, String who, Action action) implements CallEvent {}

    /** A line of the transcript; {@code !!} says what went wrong. */
    @JsonTypeName("line")
    record Noted(long at, String who, String what) implements CallEvent {}

    /**
     * The call is over, and its last callback sent.
     *
     * @param status   {@code CallStatus}
     * @param rejected whether the application turned the caller away
     */
    @JsonTypeName("over")
    record Over(long at, String status, boolean rejected) implements CallEvent {}
}
