package io.voicewebhooks.numbers;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** A number, TwiML App, SIP domain or BYOC trunk as Twilio has it. */
record VoiceResource(ResourceKind kind, String accountSid, JsonNode json) {
    String sid() {
        return json.path("sid").asText();
    }

    /** A number in E.164, the name of a domain, or what somebody called it. */
    String name() {
        return json.path(kind.nameField()).asText(sid());
    }

    /** The value of a parameter, empty where there is none; a method is POST then, as Twilio documents it. */
    String value(String parameter) {
        String value = json.path(ResourceKind.field(parameter)).asText("");
        return value.isEmpty() && parameter.endsWith("Method") ? "POST" : value;
    }

    /** Whether calls can come in there. */
    boolean takesCalls() {
        return kind != ResourceKind.NUMBER
                || json.path("capabilities").path("voice").asBoolean(true);
    }

    /** What else is asked instead of {@code VoiceUrl}: a parameter of that name is set; null for none. */
    String overriding() {
        if (kind != ResourceKind.NUMBER) {
            return null;
        }
        return !value("TrunkSid").isEmpty()
                ? "TrunkSid"
                : !value("VoiceApplicationSid").isEmpty() ? "VoiceApplicationSid" : null;
    }

    /** What is allowed and probably not meant. */
    List<String> warnings() {
        List<String> found = new ArrayList<>();
        if (overriding() != null) {
            found.add(overriding() + " " + value(overriding()) + " overrides VoiceUrl");
        } else if (takesCalls() && value("VoiceUrl").isEmpty()) {
            found.add("VoiceUrl is empty: calls fail at once, and Twilio raises no alert");
        }
        byGet("VoiceUrl", "VoiceMethod", found);
        byGet("VoiceFallbackUrl", "VoiceFallbackMethod", found);
        byGet(kind.statusCallback(), kind.statusCallbackMethod(), found);
        String host = host(value("VoiceUrl"));
        if (host != null && host.equalsIgnoreCase(host(value("VoiceFallbackUrl")))) {
            found.add("VoiceFallbackUrl is on the host of VoiceUrl, and fails with it");
        }
        return found;
    }

    private void byGet(String url, String method, List<String> found) {
        if (!value(url).isEmpty() && value(method).equals("GET")) {
            found.add(method + " is GET: the parameters of calls stay in Twilio's logs");
        }
    }

    private static String host(String url) {
        try {
            return URI.create(url.replaceFirst("#.*", "")).getHost();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
