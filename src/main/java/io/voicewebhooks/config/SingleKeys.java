package io.voicewebhooks.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The values of a few keys, for commands that need no more of the configuration than these. */
public final class SingleKeys {
    private final Map<Key, String> values;

    private SingleKeys(Map<Key, String> values) {
        this.values = values;
    }

    /**
     * Reads and validates keys.
     *
     * @param lookup gives the value of a key, if it is set
     * @throws ConfigurationException with a line for every problem
     */
    public static SingleKeys of(Function<String, Optional<String>> lookup, Key... keys) {
        Map<Key, String> values = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        Values found = new Values(lookup, key -> lookup.apply(key).isPresent(), problems);
        for (Key key : keys) {
            Optional<String> value = found.find(key.key()).or(() -> Optional.ofNullable(key.defaultValue()));
            value.filter(text -> !key.rule().accepts().test(text))
                    .ifPresent(text -> problems.add(Settings.wrong(key.key(), key.secret(), text, key.rule())));
            value.ifPresent(text -> values.put(key, text));
            if (value.isEmpty() && key.required()) {
                problems.add(key + " is not set; allowed: " + key.rule().allowed());
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return new SingleKeys(values);
    }

    /** The value of one of these keys, if it is set or has a default. */
    public Optional<String> find(Key key) {
        return Optional.ofNullable(values.get(key));
    }

    /** The parts of a comma-separated value, none where it is not set. */
    public List<String> list(Key key) {
        return find(key).map(Rule::list).orElse(List.of());
    }
}
