package io.voicewebhooks.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesComponent;

/**
 * The validated configuration: every {@link Key} and the accounts. Values come through Camel's property placeholders,
 * so files, environment variables, system properties and an embedding application's own sources all count.
 */
public final class Settings {
    private static final Pattern ACCOUNT_KEY = Pattern.compile(
            "twilio\\.accounts\\.([^.]+)\\.(auth-token|auth-token-file|api-key-sid|api-key-secret|api-key-secret-file|api-url)");
    private static final Pattern ACCOUNT_VARIABLE =
            Pattern.compile("TWILIO_ACCOUNTS_(AC[0-9A-F]{32})_(AUTH_TOKEN|AUTH_TOKEN_FILE|API_KEY_SID|API_KEY_SECRET|"
                    + "API_KEY_SECRET_FILE|API_URL)");

    /** User and password in an URL: where they are not allowed they are not printed either. */
    /** In front of the host of a URL, and in its options. */
    private static final Pattern PASSWORD = Pattern.compile("(?<=//)\\S*(?=@)|(?i)(?<=password=)[^&]*");

    /** What Java reads where a file is in another encoding. */
    private static final String NOT_UTF_8 = "\ufffd";

    private final Map<Key, String> values;
    private final Map<String, Account> accounts;
    private final List<String> warnings;
    private final Secrets secrets;

    private Settings(Map<Key, String> values, Map<String, Account> accounts, List<String> warnings) {
        this.values = values;
        this.accounts = accounts;
        this.warnings = warnings;
        this.secrets = Secrets.of(values, accounts.values());
    }

    /**
     * The configuration of a context, read and validated once.
     *
     * @throws ConfigurationException with a line for every problem: the key, what was found (never a secret) and what is
     *                                allowed
     */
    public static Settings of(CamelContext context) {
        Settings known = context.getCamelContextExtension().getContextPlugin(Settings.class);
        if (known == null) {
            known = read(context.getPropertiesComponent(), System.getenv(), System.getProperties());
            context.getCamelContextExtension().addContextPlugin(Settings.class, known);
        }
        return known;
    }

    private static Settings read(PropertiesComponent properties, Map<String, String> environment, Properties system) {
        Properties loaded = properties.loadProperties();
        Set<String> names = new TreeSet<>(loaded.stringPropertyNames());
        List<String> notText = names.stream()
                .filter(name -> loaded.getProperty(name).contains(NOT_UTF_8))
                .map(name ->
                        name + " holds bytes that are no UTF-8; allowed: a file in UTF-8, or escapes such as \\u00fc")
                .toList();
        if (!notText.isEmpty()) {
            throw new ConfigurationException(notText);
        }
        names.addAll(system.stringPropertyNames());
        return read(name -> properties.resolveProperty(name), names, environment.keySet());
    }

    /**
     * Reads and validates.
     *
     * @param lookup    gives the value of a key, if it is set
     * @param names     the keys that somebody set
     * @param variables the names of the environment variables
     */
    static Settings read(Function<String, Optional<String>> lookup, Set<String> names, Set<String> variables) {
        Set<String> keys = new TreeSet<>(names);
        variables.forEach(variable -> accountKey(variable).ifPresent(keys::add));
        List<String> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        new UnknownKeys().find(names, variables, problems, warnings);
        Values found = new Values(
                lookup, name -> names.contains(name) || variables.contains(Key.environmentName(name)), problems);

        Map<Key, String> values = new EnumMap<>(Key.class);
        for (Key key : Key.values()) {
            String value = found.find(key.key()).orElse(key.defaultValue());
            if (value != null) {
                values.put(key, value);
                if (!key.rule().accepts().test(value)) {
                    problems.add(wrong(key.key(), key.secret(), value, key.rule()));
                }
            } else if (key.required()) {
                problems.add(key + " is not set; allowed: " + key.rule().allowed());
            }
        }
        problems.addAll(Combinations.problems(values));
        Map<String, Account> accounts = accounts(values, found, keys, problems);
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        warnings.addAll(Doubts.warnings(values, accounts.values()));
        return new Settings(values, accounts, warnings);
    }

    static String wrong(String key, boolean secret, String value, Rule rule) {
        String shown = PASSWORD.matcher(value).replaceAll("***");
        return key + (secret ? " has a wrong value (not shown)" : " = " + shown) + "; allowed: " + rule.allowed();
    }

    private static Map<String, Account> accounts(
            Map<Key, String> values, Values lookup, Set<String> names, List<String> problems) {
        Map<String, Account> accounts = new LinkedHashMap<>();
        if (values.containsKey(Key.ACCOUNT) && values.containsKey(Key.AUTH_TOKEN)) {
            String sid = values.get(Key.ACCOUNT);
            accounts.put(
                    sid,
                    account(
                            sid,
                            values.get(Key.AUTH_TOKEN),
                            values.get(Key.API_KEY),
                            values.get(Key.API_KEY_SECRET),
                            values.get(Key.API_URL)));
        }
        Set<String> further = new TreeSet<>();
        for (String name : names) {
            Matcher matcher = ACCOUNT_KEY.matcher(name);
            if (matcher.matches()) {
                further.add(matcher.group(1));
            }
        }
        for (String sid : further) {
            String prefix = "twilio.accounts." + sid + ".";
            if (!Rule.ACCOUNT_SID.accepts().test(sid)) {
                problems.add(prefix + "…: " + sid + " is no account; allowed: " + Rule.ACCOUNT_SID.allowed());
                continue;
            }
            Map<String, String> found = new LinkedHashMap<>();
            for (Key key : List.of(Key.AUTH_TOKEN, Key.API_KEY, Key.API_KEY_SECRET, Key.API_URL)) {
                String name = key.key().substring("twilio.".length());
                lookup.find(prefix + name).ifPresent(value -> {
                    found.put(name, value);
                    if (!key.rule().accepts().test(value)) {
                        problems.add(wrong(prefix + name, key.secret(), value, key.rule()));
                    }
                });
            }
            if (found.containsKey("api-key-sid") != found.containsKey("api-key-secret")) {
                problems.add(prefix + "api-key-sid and " + prefix + "api-key-secret belong together: set both or none");
            }
            if (found.containsKey("auth-token")) {
                accounts.put(
                        sid,
                        account(
                                sid,
                                found.get("auth-token"),
                                found.get("api-key-sid"),
                                found.get("api-key-secret"),
                                found.getOrDefault("api-url", values.get(Key.API_URL))));
            } else {
                problems.add(prefix + "auth-token is not set; allowed: " + Rule.TOKENS.allowed());
            }
        }
        return accounts;
    }

    private static Account account(String sid, String tokens, String keySid, String keySecret, String apiUrl) {
        List<String> list = Rule.list(tokens);
        boolean apiKey = keySid != null && keySecret != null;
        String base = apiUrl.endsWith("/") ? apiUrl.substring(0, apiUrl.length() - 1) : apiUrl;
        return new Account(sid, list, apiKey ? keySid : sid, apiKey ? keySecret : list.get(0), base);
    }

    /** The key that an environment variable sets for a further account, if it does; SIDs are lower case in Twilio. */
    private static Optional<String> accountKey(String variable) {
        Matcher matcher = ACCOUNT_VARIABLE.matcher(variable);
        return matcher.matches()
                ? Optional.of(
                        "twilio.accounts.AC" + matcher.group(1).substring(2).toLowerCase(Locale.ROOT) + "."
                                + matcher.group(2).toLowerCase(Locale.ROOT).replace('_', '-'))
                : Optional.empty();
    }

    static boolean isAccountKey(String name) {
        return ACCOUNT_KEY.matcher(name).matches();
    }

    static boolean isAccountVariable(String variable) {
        return ACCOUNT_VARIABLE.matcher(variable).matches();
    }

    /** The value of a key, its default where none is set, {@code null} where there is neither. */
    public String get(Key key) {
        return values.get(key);
    }

    /** The value of a key, if it is set or has a default. */
    public Optional<String> find(Key key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Whether a switch is on. */
    public boolean isOn(Key key) {
        return "true".equals(values.get(key));
    }

    /** A whole number, for example a port. */
    public int number(Key key) {
        return Integer.parseInt(values.get(key));
    }

    /** A size in bytes. */
    public long bytes(Key key) {
        return Rule.bytes(values.get(key));
    }

    /** A time. */
    public Duration duration(Key key) {
        return Rule.duration(values.get(key));
    }

    /** The parts of a comma-separated value, none where it is not set. */
    public List<String> list(Key key) {
        return find(key).map(Rule::list).orElse(List.of());
    }

    /** The times of a comma-separated value. */
    public List<Duration> durations(Key key) {
        return list(key).stream().map(Rule::duration).toList();
    }

    /** The addresses under which Twilio calls us, at least one. */
    public List<PublicUrl> publicUrls() {
        return list(Key.PUBLIC_URL).stream().map(PublicUrl::of).toList();
    }

    /** The accounts whose webhooks are accepted, by SID; the main account first. */
    public Map<String, Account> accounts() {
        return accounts;
    }

    /** The account of {@code twilio.account-sid}. */
    public Account mainAccount() {
        return accounts.get(values.get(Key.ACCOUNT));
    }

    /** The directory of journal, spool and local archive. */
    public Path dataDir() {
        return Path.of(values.get(Key.DATA_DIR)).toAbsolutePath().normalize();
    }

    /** What is allowed but probably not meant, a line each. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** A text without the secrets of this configuration, for those who may read the text and not them. */
    public String withoutSecrets(String text) {
        return secrets.hide(text);
    }

    /** Names the type only: values may be secrets. */
    @Override
    public String toString() {
        return "Settings[" + values.keySet() + "]";
    }
}
