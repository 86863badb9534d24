package io.voicewebhooks.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the shared keys with which Twilio may sign, any number of them: {@code twilio.signing-keys.<KeyId>}. In ids capitals
 * do not count, since environment variables have nothing else.
 */
final class SigningKeys {
    private static final String PREFIX = "twilio.signing-keys.";
    private static final Pattern KEY =
            Pattern.compile("twilio\\.signing-keys\\.(.+?)(" + PlaceholderValues.FILE_SUFFIX + ")?");
    private static final Pattern VARIABLE = Pattern.compile("TWILIO_SIGNING_KEYS_(.+?)(_FILE)?");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_]{1,64}");

    private SigningKeys() {}

    /** The secrets by the lower-case ids of their keys. */
    static Map<String, String> read(Values values, Set<String> names, Set<String> variables, List<String> problems) {
        Set<String> keys = new TreeSet<>();
        names.stream()
                .map(KEY::matcher)
                .filter(Matcher::matches)
                .map(key -> PREFIX + key.group(1))
                .forEach(keys::add);
        variables.stream()
                .map(VARIABLE::matcher)
                .filter(Matcher::matches)
                .map(variable -> PREFIX + variable.group(1).toLowerCase(Locale.ROOT))
                .forEach(keys::add);
        Map<String, String> secrets = new LinkedHashMap<>();
        for (String key : keys) {
            String id = key.substring(PREFIX.length());
            if (!ID.matcher(id).matches()) {
                problems.add(key + ": " + id + " is no id of a shared key; allowed: 1 to 64 of A-Z a-z 0-9 _");
                continue;
            }
            Optional<String> secret = values.find(key);
            if (secret.isEmpty()) {
                problems.add(key + " is not set; allowed: " + Rule.TOKEN.allowed());
            } else if (!Rule.TOKEN.accepts().test(secret.get())) {
                problems.add(Values.wrong(key, true, secret.get(), Rule.TOKEN));
            } else {
                secrets.put(id.toLowerCase(Locale.ROOT), secret.get());
            }
        }
        return secrets;
    }

    /** Whether a key is that of a secret, and not of a file with it. */
    static boolean isSecret(String name) {
        Matcher key = KEY.matcher(name);
        return key.matches() && key.group(2) == null;
    }

    static boolean isKey(String name) {
        return KEY.matcher(name).matches();
    }

    static boolean isVariable(String variable) {
        return VARIABLE.matcher(variable).matches();
    }
}
