package io.voicewebhooks.signature;

import io.vertx.core.MultiMap;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map.Entry;
import java.util.stream.Collectors;

/** Who sends the requests, {@code twilio.carrier}: all sign in one way, with small differences. */
enum Carrier {
    TWILIO("X-Twilio-Signature") {
        @Override
        String sorted(List<Entry<String, String>> form) {
            return SignatureKey.sorted(form);
        }
    },
    /**
     * SignalWire's Compatibility API: a repeated name keeps its values, all of them, as they came; the header may have its name
     * or Twilio's (npm {@code @signalwire/compatibility-api}, lib/webhooks/webhooks.js).
     */
    SIGNALWIRE("X-SignalWire-Signature", "X-Twilio-Signature") {
        @Override
        String sorted(List<Entry<String, String>> form) {
            List<Entry<String, String>> fields = new ArrayList<>(form);
            fields.sort(Entry.comparingByKey());
            return fields.stream()
                    .map(field -> field.getKey() + field.getValue())
                    .collect(Collectors.joining());
        }
    };

    private final List<String> headers;

    Carrier(String... headers) {
        this.headers = List.of(headers);
    }

    static Carrier of(Settings settings) {
        return valueOf(settings.get(Key.CARRIER).toUpperCase(Locale.ROOT));
    }

    /** The signatures of a request: all values of the first header that is there. */
    List<String> signatures(MultiMap request) {
        return headers.stream()
                .map(request::getAll)
                .filter(values -> !values.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    /** The signed text of a form. */
    abstract String sorted(List<Entry<String, String>> form);
}
