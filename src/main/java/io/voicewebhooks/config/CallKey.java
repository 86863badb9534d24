package io.voicewebhooks.config;

import java.util.Arrays;
import org.apache.camel.CamelContext;

/**
 * The keys of the call flows, with their defaults: the one table for the route files, which write
 * <code>{{call.forward.ring-seconds}}</code>, and for the beans. What is allowed as a value, the bean that reads it says. A
 * flow of a user's own may have further keys below {@code call.}
 */
public enum CallKey {
    BLOCKED("call.blocked", ""),
    FORWARD_TO("call.forward.to", ""),
    FORWARD_RING_SECONDS("call.forward.ring-seconds", "20"),
    FORWARD_CALLER_ID("call.forward.caller-id", ""),
    FORWARD_ANNOUNCE("call.forward.announce", "true"),
    DIAL_ALLOWED("call.dial-allowed", ""),
    HOURS("call.hours", "mon-fri 09:00-17:00"),
    TIME_ZONE("call.time-zone", "UTC"),
    HOLIDAYS("call.holidays", ""),
    HOLIDAYS_FILE("call.holidays-file", ""),
    LANGUAGE("call.language", "en-US"),
    /** Empty: the templates have a text in each language. */
    VOICEMAIL_GREETING("call.voicemail.greeting", ""),
    VOICEMAIL_GOODBYE("call.voicemail.goodbye", ""),
    VOICEMAIL_MAILBOX("call.voicemail.mailbox", "main");

    /** What the names of all of them begin with, and those of a user's own. */
    public static final String PREFIX = "call.";

    private final String name;
    private final String defaultValue;

    CallKey(String name, String defaultValue) {
        this.name = name;
        this.defaultValue = defaultValue;
    }

    /** The name in {@code application.properties}, for example {@code call.hours}. */
    public String key() {
        return name;
    }

    /** The value that holds where none is set; empty where that means none. */
    public String defaultValue() {
        return defaultValue;
    }

    /** Whether a name is that of one of them. */
    public static boolean isKey(String name) {
        return Arrays.stream(values()).anyMatch(key -> key.name.equals(name));
    }

    /** The value in a context: as it is set, also if that is empty; else the default. */
    public String of(CamelContext context) {
        return context.getPropertiesComponent().resolveProperty(name).orElse(defaultValue);
    }

    @Override
    public String toString() {
        return name;
    }
}
