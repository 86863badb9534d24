package io.voicewebhooks.signature;

import io.voicewebhooks.support.RawRequest;
import io.voicewebhooks.testkit.Twilio;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/**
 * A webhook on the wire: what Twilio signed, and what arrives. Each can be changed without the other. Every method gives a
 * new one, so that a valid call and its refused twin have all but one thing in common.
 *
 * @param url    what Twilio signed
 * @param fields what Twilio signed as the form
 * @param target what arrives
 * @param body   what arrives, empty for a GET
 */
record SignedCall(
        String method,
        String url,
        List<Entry<String, String>> fields,
        String target,
        String body,
        String token,
        SignatureAlgorithm algorithm,
        List<String> headers) {

    SignedCall(
            String method,
            String url,
            List<Entry<String, String>> fields,
            String target,
            String body,
            String token,
            List<String> headers) {
        this(method, url, fields, target, body, token, SignatureAlgorithm.HMAC_SHA1, headers);
    }

    static SignedCall post() {
        return new SignedCall("POST", "", List.of(), "", "", Twilio.TOKEN, List.of())
                .calling(Twilio.PUBLIC_URL + "/voice/status")
                .with("AccountSid", Twilio.ACCOUNT)
                .with("CallSid", "CA1")
                .with("CallStatus", "completed");
    }

    static SignedCall get() {
        return get("CallSid=CA1&CallStatus=ringing");
    }

    /** Gets with a query in this very encoding. */
    static SignedCall get(String query) {
        return new SignedCall("GET", "", List.of(), "", "", Twilio.TOKEN, List.of())
                .calling(Twilio.PUBLIC_URL + "/voice/incoming?AccountSid=" + Twilio.ACCOUNT + "&" + query);
    }

    /** Twilio calls this URL, and it arrives as it is. */
    SignedCall calling(String newUrl) {
        return signing(newUrl).arriving(newUrl.substring(newUrl.indexOf('/', newUrl.indexOf("://") + 3)));
    }

    /** Twilio signs another URL than the one that arrives. */
    SignedCall signing(String newUrl) {
        return new SignedCall(method, newUrl, fields, target, body, token, algorithm, headers);
    }

    SignedCall arriving(String newTarget) {
        return new SignedCall(method, url, fields, newTarget, body, token, algorithm, headers);
    }

    /** A field that is sent and signed. */
    SignedCall with(String name, String value) {
        return with(name, value, Twilio.encode(List.of(Map.entry(name, value))));
    }

    /** A field that is signed, and sent in this very encoding. */
    SignedCall with(String name, String value, String sent) {
        return signingField(name, value).sending(sent);
    }

    SignedCall signingField(String name, String value) {
        List<Entry<String, String>> more = new ArrayList<>(fields);
        more.add(Map.entry(name, value));
        return new SignedCall(method, url, more, target, body, token, algorithm, headers);
    }

    /** A field that is sent and not signed. */
    SignedCall sending(String sent) {
        String more = body.isEmpty() ? sent : body + "&" + sent;
        return new SignedCall(method, url, fields, target, more, token, algorithm, headers);
    }

    SignedCall sendingInstead(String sent, String other) {
        return new SignedCall(method, url, fields, target, body.replace(sent, other), token, algorithm, headers);
    }

    SignedCall token(String newToken) {
        return new SignedCall(method, url, fields, target, body, newToken, algorithm, headers);
    }

    /** Other header lines than the signature alone; {@code SIGNATURE} in them is replaced by it. */
    SignedCall headers(String... lines) {
        return new SignedCall(method, url, fields, target, body, token, algorithm, List.of(lines));
    }

    /** Signed with a shared key. */
    SignedCall token(String secret, SignatureAlgorithm by) {
        return new SignedCall(method, url, fields, target, body, secret, by, headers);
    }

    String signature() {
        return new SignatureKey(token, algorithm).sign(url, fields);
    }

    /** The request, still without signature or further headers. */
    private RawRequest bare() {
        return method.equals("GET") ? RawRequest.get(target) : RawRequest.post(target, body);
    }

    RawRequest request() {
        RawRequest request = bare();
        List<String> lines = headers.isEmpty() ? List.of("X-Twilio-Signature: SIGNATURE") : headers;
        for (String line : lines) {
            String[] parts = line.replace("SIGNATURE", signature()).split(": ?", 2);
            request.header(parts[0], parts[1]);
        }
        return request;
    }
}
