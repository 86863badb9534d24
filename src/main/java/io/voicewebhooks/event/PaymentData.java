package io.voicewebhooks.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.signature.SignedParameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Masks what callers pay with. Twilio masks card number, security code and account number itself, and sends the expiry date,
 * the postal code and the routing number in clear (<a href="https://www.twilio.com/docs/voice/twiml/pay">Pay</a>). What
 * looks like the number of a card is masked wherever it stands, since callers press and say such numbers where nobody asked.
 */
public final class PaymentData {
    private static final Map<String, Integer> SHOWN = Map.of(
            "ExpirationDate", 0,
            "SecurityCode", 0,
            "PaymentCardPostalCode", 0,
            "BankRoutingNumber", 0,
            "BankAccountNumber", 2,
            "PaymentCardNumber", 4);

    /** Numbers of telephones, of Twilio and of a context; a long one without a plus sign can look like a card. */
    static final Set<String> TELEPHONES =
            Set.of("From", "To", "Caller", "Called", "ForwardedFrom", "from", "to", "caller");

    private static final ObjectMapper JSON = new ObjectMapper();

    private PaymentData() {}

    /** The same parameters, or JSON, with each such value masked: {@code x} for what is not shown. */
    public static Map<String, Object> masked(Map<String, Object> sent) {
        Map<String, Object> masked = new LinkedHashMap<>();
        sent.forEach((name, value) -> masked.put(name, masked(name, value)));
        return masked;
    }

    /** The target of a request with these parameters, without its query where that would tell what is masked of them. */
    public static String masked(String target, Map<String, Object> sent) {
        int query = target.indexOf('?');
        return query < 0 || masked(sent).equals(sent) ? target : target.substring(0, query);
    }

    private static Object masked(String name, Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> masked = new LinkedHashMap<>();
            map.forEach((key, each) -> {
                if (!VoiceEvents.CREDENTIALS.contains(key)) {
                    masked.put(key.toString(), masked(key.toString(), each));
                }
            });
            return masked;
        }
        if (value instanceof List<?> list) {
            List<Object> masked = new ArrayList<>();
            list.forEach(each -> masked.add(masked(name, each)));
            return masked;
        }
        if (value instanceof String text) {
            return maskedText(name, text);
        }
        // a number of JSON stays one unless it is a card's
        String text = String.valueOf(value);
        String masked = maskedText(name, text);
        return masked.equals(text) ? value : masked;
    }

    private static String maskedText(String full, String text) {
        String name = full.startsWith(SignedParameters.CONTEXT_PREFIX)
                ? full.substring(SignedParameters.CONTEXT_PREFIX.length())
                : full;
        Integer shown = SHOWN.get(name);
        if (shown != null) {
            return maskedBut(shown, text);
        }
        if (text.startsWith("{") || text.startsWith("[")) {
            return maskedJson(name, text);
        }
        return TELEPHONES.contains(name) ? text : CardNumbers.masked(text);
    }

    /** JSON in a text, as the debugger and transcriptions send it; left as it was written where nothing is masked. */
    private static String maskedJson(String name, String text) {
        try {
            Object json = JSON.readValue(text, Object.class);
            Object masked = masked(name, json);
            return masked.equals(json) ? text : JSON.writeValueAsString(masked);
        } catch (JsonProcessingException e) {
            return CardNumbers.masked(text);
        }
    }

    private static String maskedBut(int shown, String text) {
        StringBuilder masked = new StringBuilder(text);
        int left = shown;
        for (int i = text.length() - 1; i >= 0; i--) {
            if (Character.isLetterOrDigit(text.charAt(i)) && left-- <= 0) {
                masked.setCharAt(i, 'x');
            }
        }
        return masked.toString();
    }
}
