package io.voicewebhooks.dev.phone;

import io.voicewebhooks.config.CallKey;
import io.voicewebhooks.flow.BusinessHours;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;

/** What a call depends on beside the routes, so that a test of it passes on any day. */
final class FlowSettings {
    private static final String ALWAYS = "mon-sun 00:00-24:00";

    private FlowSettings() {}

    /** The keys of the call flows that are not as they are by default, and whether somebody is there now: Java expressions. */
    static Map<String, String> of(CamelContext context) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (CallKey key : CallKey.values()) {
            String value = key.of(context);
            if (!value.equals(key.defaultValue())) {
                settings.put(key.key(), JavaText.literal(value));
            }
        }
        settings.replace(CallKey.HOLIDAYS_FILE.key(), JavaText.literal(""));
        settings.replace(CallKey.HOLIDAYS.key(), JavaText.literal(""));
        BusinessHours hours = context.getRegistry().lookupByNameAndType("businessHours", BusinessHours.class);
        if (hours != null) {
            settings.put(CallKey.HOURS.key(), JavaText.literal(hours.open() ? ALWAYS : ""));
            if (hours.holiday()) {
                String name = JavaText.literal(" " + hours.holidayName());
                settings.put(CallKey.HOLIDAYS.key(), "java.time.LocalDate.now() + " + name);
            }
        }
        return settings;
    }
}
