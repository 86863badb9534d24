package io.voicewebhooks.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
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

    /** Numbers of telephones; a long one can look like a card. */
    private static final Set<String> TELEPHONES = Set.of("From", "To", "Caller", "Called", "ForwardedFrom");

    private static final int SHORTEST_CARD = 13;
    private static final int LONGEST_CARD = 19;
    private static final int LAST_OF_CARD = 4;

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

    private static String maskedText(String name, String text) {
        Integer shown = SHOWN.get(name);
        if (shown != null) {
            return maskedBut(shown, text);
        }
        if (text.startsWith("{") || text.startsWith("[")) {
            return maskedJson(name, text);
        }
        return TELEPHONES.contains(name) ? text : cards(text);
    }

    /** JSON in a text, as the debugger and transcriptions send it; left as it was written where nothing is masked. */
    private static String maskedJson(String name, String text) {
        try {
            Object json = JSON.readValue(text, Object.class);
            Object masked = masked(name, json);
            return masked.equals(json) ? text : JSON.writeValueAsString(masked);
        } catch (JsonProcessingException e) {
            return cards(text);
        }
    }

    /** A text in which numbers of cards are masked, such as TwiML that repeats what somebody has pressed. */
    public static String cards(String text) {
        StringBuilder masked = null;
        // each value of each webhook comes here: no regular expression
        for (int at = 0; at + SHORTEST_CARD <= text.length(); at++) {
            int end = begins(text, at) ? endOfCard(text, at) : at;
            if (end > at) {
                masked = masked == null ? new StringBuilder(text) : masked;
                masked.replace(at, end, maskedBut(LAST_OF_CARD, text.substring(at, end)));
                at = end - 1;
            }
        }
        return masked == null ? text : masked.toString();
    }

    /** Cards begin with 2 to 6 (ISO/IEC 7812), and what begins with a plus sign is a telephone's. */
    private static boolean begins(String text, int at) {
        if (text.charAt(at) < '2' || text.charAt(at) > '6') {
            return false;
        }
        char before = at == 0 ? ' ' : text.charAt(at - 1);
        return before != '+' && before != '_' && !Character.isLetterOrDigit(before);
    }

    /** Where a card's number ends that begins here; here, if none does. Digits may be in groups. */
    private static int endOfCard(String text, int start) {
        int end = start;
        int digits = 0;
        for (int at = start; at < text.length() && digits < LONGEST_CARD; at++) {
            char character = text.charAt(at);
            if (isDigit(character)) {
                digits++;
                boolean isWhole = at + 1 == text.length() || !Character.isLetterOrDigit(text.charAt(at + 1));
                if (digits >= SHORTEST_CARD && isWhole && isChecked(text, start, at)) {
                    end = at + 1;
                }
            } else if (character != ' ' && character != '-' || !isDigit(text.charAt(at - 1))) {
                return end;
            }
        }
        return end;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    /** Whether the check digit is right (Luhn). */
    private static boolean isChecked(String text, int first, int last) {
        int sum = 0;
        boolean twice = false;
        for (int i = last; i >= first; i--) {
            if (isDigit(text.charAt(i))) {
                int digit = text.charAt(i) - '0';
                sum += twice ? digit * 2 - digit / 5 * 9 : digit;
                twice = !twice;
            }
        }
        return sum % 10 == 0;
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
