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

/** Reads Twilio's accounts: the main one, and any number of further ones with keys of their own. */
final class Accounts {
    private static final String PREFIX = "twilio.accounts.";
    private static final String PARTS =
            "auth-token|auth-token-file|api-key-sid|api-key-secret|api-key-secret-file|api-url";
    private static final Pattern KEY = Pattern.compile("twilio\\.accounts\\.([^.]+)\\.(" + PARTS + ")");
    private static final Pattern VARIABLE =
            Pattern.compile("TWILIO_ACCOUNTS_AC([0-9A-F]{32})_(" + Key.environmentName(PARTS) + ")");

    private final Map<Key, String> main;
    private final Values values;
    private final List<String> problems;
    private final Map<String, Account> accounts = new LinkedHashMap<>();

    private Accounts(Map<Key, String> main, Values values, List<String> problems) {
        this.main = main;
        this.values = values;
        this.problems = problems;
    }

    /** The accounts by SID, the main one, whose values are known already, first. */
    static Map<String, Account> read(
            Map<Key, String> main, Values values, Set<String> names, Set<String> variables, List<String> problems) {
        Accounts found = new Accounts(main, values, problems);
        if (main.containsKey(Key.ACCOUNT) && main.containsKey(Key.AUTH_TOKEN)) {
            found.add(main.get(Key.ACCOUNT), main);
        }
        Set<String> keys = new TreeSet<>(names);
        variables.forEach(variable -> keyOf(variable).ifPresent(keys::add));
        keys.stream()
                .map(KEY::matcher)
                .filter(Matcher::matches)
                .map(key -> key.group(1))
                .distinct()
                .forEach(found::further);
        return found.accounts;
    }

    private void further(String sid) {
        String prefix = PREFIX + sid + ".";
        if (!Rule.ACCOUNT_SID.accepts().test(sid)) {
            problems.add(prefix + "…: " + sid + " is no account; allowed: " + Rule.ACCOUNT_SID.allowed());
            return;
        }
        Map<Key, String> own = new LinkedHashMap<>();
        for (Key key : List.of(Key.AUTH_TOKEN, Key.API_KEY, Key.API_KEY_SECRET, Key.API_URL)) {
            String name = prefix + key.key().substring("twilio.".length());
            values.find(name).ifPresent(value -> {
                own.put(key, value);
                if (!key.rule().accepts().test(value)) {
                    problems.add(Values.wrong(name, key.secret(), value, key.rule()));
                }
            });
        }
        if (own.containsKey(Key.API_KEY) != own.containsKey(Key.API_KEY_SECRET)) {
            problems.add(prefix + "api-key-sid and " + prefix + "api-key-secret belong together: set both or none");
        }
        if (own.containsKey(Key.AUTH_TOKEN)) {
            own.putIfAbsent(Key.API_URL, main.get(Key.API_URL));
            add(sid, own);
        } else {
            problems.add(prefix + "auth-token is not set; allowed: " + Rule.TOKENS.allowed());
        }
    }

    private void add(String sid, Map<Key, String> own) {
        List<String> tokens = Rule.list(own.get(Key.AUTH_TOKEN));
        boolean apiKey = own.containsKey(Key.API_KEY) && own.containsKey(Key.API_KEY_SECRET);
        accounts.put(
                sid,
                new Account(
                        sid,
                        tokens,
                        apiKey ? own.get(Key.API_KEY) : sid,
                        apiKey ? own.get(Key.API_KEY_SECRET) : tokens.get(0),
                        own.getOrDefault(Key.API_URL, Key.API_URL.defaultValue())
                                .replaceFirst("/$", "")));
    }

    /** The key that an environment variable sets for a further account, if it does; SIDs are lower case in Twilio. */
    private static Optional<String> keyOf(String variable) {
        Matcher matcher = VARIABLE.matcher(variable);
        return matcher.matches()
                ? Optional.of(PREFIX + "AC" + matcher.group(1).toLowerCase(Locale.ROOT) + "."
                        + matcher.group(2).toLowerCase(Locale.ROOT).replace('_', '-'))
                : Optional.empty();
    }

    static boolean isKey(String name) {
        return KEY.matcher(name).matches();
    }

    static boolean isVariable(String variable) {
        return VARIABLE.matcher(variable).matches();
    }
}
