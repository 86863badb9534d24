package io.voicewebhooks.signature;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The names of parameters that Twilio itself sends in Voice webhooks, as its pages on TwiML and callbacks list them. */
public final class TwilioNames {
    private static final Set<String> NAMES = Pattern.compile("(?m)#.*$|\\s+")
            .splitAsStream("""
            # request to a Voice URL, https://www.twilio.com/docs/voice/twiml
            AccountSid ApiVersion ApplicationSid CallSid CallStatus CallToken Called CalledCity CalledCountry
            CalledState CalledZip Caller CallerCity CallerCountry CallerName CallerState CallerZip Direction
            ErrorCode ErrorUrl ForwardedFrom From FromCity FromCountry FromState FromZip ParentCallSid SipCallId
            SipDomain SipDomainSid SipSourceIp SipUsername StirPassportToken StirVerstat To ToCity ToCountry ToState
            ToZip
            # call status callback, https://www.twilio.com/docs/voice/api/call-resource
            AnsweredBy CallDuration CallbackSource Duration SequenceNumber SipResponseCode StirStatus Timestamp
            # recording status callback, https://www.twilio.com/docs/voice/api/recording
            ConferenceSid EncryptionDetails RecordingChannels RecordingDuration RecordingSid RecordingSource
            RecordingStartTime RecordingStatus RecordingTrack RecordingUrl
            # requests to an action URL, https://www.twilio.com/docs/voice/twiml/dial and its neighbours
            Confidence DialBridged DialCallDuration DialCallSid DialCallStatus Digits FinishedOnKey QueueResult
            QueueSid QueueTime SpeechResult
            # other callbacks: conference, stream, SIPREC, transcription, machine detection, partial speech, pay, refer
            StatusCallbackEvent StreamEvent StreamSid SiprecEvent SiprecSid TranscriptionEvent TranscriptionSid
            TranscriptionStatus TranscriptionText TranscriptionData SequenceId MachineDetectionDuration
            UnstableSpeechResult StableSpeechResult PaymentSid PaymentToken ReferSipResponseCode ReferTransferTarget
            DequeingCallSid QueuePosition HandoffData""")
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toUnmodifiableSet());

    private TwilioNames() {}

    /** All of them. */
    public static Set<String> all() {
        return NAMES;
    }
}
