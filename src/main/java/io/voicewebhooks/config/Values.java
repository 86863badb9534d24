package io.voicewebhooks.config;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads keys: the value as it is set, or in the file that {@code <key>-file} names, or the default. */
final class Values {
    /** In front of the host of a URL, and in its options: where one is not allowed it is not printed either. */
    private static final Pattern PASSWORD = Pattern.compile("(?<=//)\\S*(?=@)|(?i)(?<=password=)[^&]*");

    private final Function<String, Optional<String>> lookup;
    private final Predicate<String> isSet;
    private final List<String> problems;

    /**
     * @param lookup   gives the value of a key, if it is set
     * @param isSet    whether somebody set a key as it is
     * @param problems gets a line for every file that cannot be used
     */
    Values(Function<String, Optional<String>> lookup, Predicate<String> isSet, List<String> problems) {
        this.lookup = lookup;
        this.isSet = isSet;
        this.problems = problems;
    }

    /** The value of a key without the space around it, if there is one. */
    Optional<String> find(String key) {
        Optional<String> file = Key.mayBeInFile(key) ? text(key + PlaceholderValues.FILE_SUFFIX) : Optional.empty();
        return file.isPresent() ? inFile(key, file.get()) : text(key);
    }

    private Optional<String> text(String key) {
        return lookup.apply(key).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** The name of the file is not printed: somebody will put the secret itself there. */
    private Optional<String> inFile(String key, String file) {
        String fileKey = key + PlaceholderValues.FILE_SUFFIX;
        if (isSet.test(key)) {
            problems.add(key + " and " + fileKey + " are both set; allowed: one of them");
            return text(key);
        }
        String problem;
        try {
            String value = PlaceholderValues.read(file);
            if (!value.isEmpty()) {
                return Optional.of(value);
            }
            problem = "is empty";
        } catch (IOException | IllegalArgumentException e) {
            problem = "cannot be read (" + e.getClass().getSimpleName() + ")";
        }
        problems.add("the file of " + fileKey + " " + problem + "; allowed: a readable file with the value of " + key);
        return Optional.empty();
    }

    /** The values of keys, or their defaults; reports a key that must be set and is not, and a value that is not allowed. */
    Map<Key, String> valid(Key... keys) {
        Map<Key, String> values = new EnumMap<>(Key.class);
        for (Key key : keys) {
            String value = find(key.key()).orElse(key.defaultValue());
            if (value != null) {
                values.put(key, value);
                if (!key.rule().accepts().test(value)) {
                    problems.add(wrong(key.key(), key.secret(), value, key.rule()));
                }
            } else if (key.required()) {
                problems.add(key + " is not set; allowed: " + key.rule().allowed());
            }
        }
        return values;
    }

    static String wrong(String key, boolean secret, String value, Rule rule) {
        String shown = PASSWORD.matcher(value).replaceAll("***");
        return key + (secret ? " has a wrong value (not shown)" : " = " + shown) + "; allowed: " + rule.allowed();
    }
}
