package io.voicewebhooks.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesComponent;

/**
 * The validated configuration: every {@link Key} and the accounts. Values come through Camel's property placeholders,
 * so files, environment variables, system properties and an embedding application's own sources all count.
 */
public final class Settings {
    /** What Java reads where a file is in another encoding. */
    private static final String NOT_UTF_8 = "\ufffd";

    private final Map<Key, String> values;
    private final Map<String, Account> accounts;
    private final Map<String, String> signingKeys;
    private final List<String> warnings;
    private final Secrets secrets;

    private Settings(
            Map<Key, String> values,
            Map<String, Account> accounts,
            Map<String, String> signingKeys,
            List<String> warnings) {
        this.values = values;
        this.accounts = accounts;
        this.signingKeys = signingKeys;
        this.warnings = warnings;
        this.secrets = Secrets.of(values, accounts.values(), signingKeys.values());
    }

    /**
     * The configuration of a context, read and validated once.
     *
     * @throws ConfigurationException with a line a problem: the key, what was found (never a secret), what is allowed
     */
    public static Settings of(CamelContext context) {
        Settings known = context.getCamelContextExtension().getContextPlugin(Settings.class);
        if (known == null) {
            known = read(context.getPropertiesComponent());
            context.getCamelContextExtension().addContextPlugin(Settings.class, known);
        }
        return known;
    }

    /**
     * Whether there is any: a context that uses nothing of ours, or Kamelets alone, has none, and {@link #of} would fail. An
     * account alone is none: its variables are in the environment of many who use Twilio for something else.
     */
    public static boolean areGiven(CamelContext context) {
        return Stream.of(Key.ACCOUNT, Key.PUBLIC_URL).allMatch(key -> context.getPropertiesComponent()
                .resolveProperty(key.key())
                .filter(value -> !value.isBlank())
                .isPresent());
    }

    private static Settings read(PropertiesComponent properties) {
        Properties loaded = properties.loadProperties();
        Set<String> names = new TreeSet<>(loaded.stringPropertyNames());
        ConfigurationException.ifAny(names.stream()
                .filter(name -> loaded.getProperty(name).contains(NOT_UTF_8))
                .map(name ->
                        name + " holds bytes that are no UTF-8; allowed: a file in UTF-8, or escapes such as \\u00fc")
                .toList());
        names.addAll(System.getProperties().stringPropertyNames());
        return read(properties::resolveProperty, names, System.getenv().keySet());
    }

    static Settings read(Function<String, Optional<String>> lookup, Set<String> names, Set<String> variables) {
        List<String> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        new UnknownKeys().find(names, variables, problems, warnings);
        Values found = new Values(
                lookup, name -> names.contains(name) || variables.contains(Key.environmentName(name)), problems);
        Map<Key, String> values = found.valid(Key.values());
        problems.addAll(Combinations.problems(values));
        Map<String, Account> accounts = Accounts.read(values, found, names, variables, problems);
        Map<String, String> signingKeys = SigningKeys.read(found, names, variables, problems);
        ConfigurationException.ifAny(problems);
        warnings.addAll(ValueWarnings.warnings(values, accounts.values()));
        return new Settings(values, accounts, signingKeys, warnings);
    }

    /**
     * A few keys, for those who need no more of the configuration than these. With account and token among them there is
     * that account, else none.
     *
     * @throws ConfigurationException with a line for every problem
     */
    public static Settings only(Function<String, Optional<String>> lookup, Key... keys) {
        List<String> problems = new ArrayList<>();
        Values found = new Values(lookup, key -> lookup.apply(key).isPresent(), problems);
        Map<Key, String> values = found.valid(keys);
        ConfigurationException.ifAny(problems);
        Map<String, Account> accounts = Accounts.read(values, found, Set.of(), Set.of(), problems);
        return new Settings(values, accounts, Map.of(), List.of());
    }

    /** The same of values that somebody has by their keys, as a Kamelet has them. A {@code null} is no value. */
    public static Settings of(Map<Key, String> given, Key... keys) {
        Map<String, String> named = new HashMap<>();
        given.forEach((key, value) -> named.put(key.key(), value));
        return only(key -> Optional.ofNullable(named.get(key)), keys);
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

    /** The secrets of the shared keys with which Twilio may sign, by id in lower case. */
    public Map<String, String> signingKeys() {
        return signingKeys;
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
