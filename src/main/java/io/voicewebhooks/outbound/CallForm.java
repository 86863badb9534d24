package io.voicewebhooks.outbound;

import com.twilio.rest.api.v2010.account.Call;
import com.twilio.rest.api.v2010.account.CallCreator;
import com.twilio.type.PhoneNumber;
import com.twilio.type.Twiml;
import io.voicewebhooks.config.PublicUrl;
import java.net.URI;
import java.util.List;

/** What Twilio is sent to place a call that was asked for. */
final class CallForm {
    private CallForm() {}

    static CallCreator of(PublicUrl publicUrl, String account, CallRequest request) {
        String base = publicUrl + "/voice/";
        String retry = io.voicewebhooks.twiml.Twiml.RETRY;
        PhoneNumber to = new PhoneNumber(request.text("to"));
        PhoneNumber from = new PhoneNumber(request.text("from"));
        CallCreator creator = request.text("twiml").isEmpty()
                ? Call.creator(account, to, from, heard(base, request, retry))
                : Call.creator(account, to, from, new Twiml(request.text("twiml")));
        creator.setFallbackUrl(request.url(base + "fallback", retry));
        creator.setStatusCallback(request.url(base + "status", retry));
        creator.setStatusCallbackEvent(List.of("initiated", "ringing", "answered", "completed"));
        if (request.text("record").equals("true")) {
            creator.setRecord(true);
            creator.setRecordingStatusCallback(
                    request.url(base + "recording", retry).toString());
            creator.setRecordingStatusCallbackEvent(List.of("completed", "absent"));
        }
        if (!request.text("machineDetection").isEmpty()) {
            creator.setMachineDetection(request.text("machineDetection"));
            // or whoever answers would wait in silence
            creator.setAsyncAmd("true");
            creator.setAsyncAmdStatusCallback(request.url(base + "callback", retry));
        }
        if (!request.text("timeout").isEmpty()) {
            creator.setTimeout(Integer.valueOf(request.text("timeout")));
        }
        return creator;
    }

    private static URI heard(String base, CallRequest request, String retry) {
        return request.text("url").isEmpty()
                ? request.url(base + request.text("flow"), retry)
                : URI.create(request.text("url"));
    }
}
