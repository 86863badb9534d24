package io.voicewebhooks.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A command as it was typed: {@code dead-letters redrive --sink s3}.
 *
 * @param words   what is no option: the command and what it is about
 * @param options by name without {@code --}; a switch is {@code true}
 */
record CommandLine(List<String> words, Map<String, String> options) {
    private static final Set<String> SWITCHES = Set.of("all", "json");
    /** What the client itself takes; every other option is a parameter of the request. */
    private static final Set<String> OWN = Set.of("as", "json");

    /**
     * @throws UsageException if it cannot be understood
     */
    static CommandLine of(String... args) {
        List<String> words = new ArrayList<>();
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < args.length; i++) {
            if (!args[i].startsWith("--")) {
                words.add(args[i]);
                continue;
            }
            int equals = args[i].indexOf('=');
            String name = args[i].substring(2, equals < 0 ? args[i].length() : equals);
            String value;
            if (equals >= 0) {
                value = args[i].substring(equals + 1);
            } else if (SWITCHES.contains(name)) {
                value = "true";
            } else if (i + 1 < args.length) {
                value = args[++i];
            } else {
                throw new UsageException("--" + name + " needs a value");
            }
            if (options.put(name, value) != null) {
                throw new UsageException("--" + name + " is there twice");
            }
        }
        return new CommandLine(words, options);
    }

    boolean json() {
        return options.containsKey("json");
    }

    /** Who asks, empty if nobody says. */
    String operator() {
        return options.getOrDefault("as", "");
    }

    /** The word at a place, empty where there is none. */
    String word(int index) {
        return index < words.size() ? words.get(index) : "";
    }

    /** The parameters of the request, with the question mark; the server judges them. */
    String query() {
        String query = options.entrySet().stream()
                .filter(option -> !OWN.contains(option.getKey()))
                .map(option -> encode(option.getKey()) + "=" + encode(option.getValue()))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? "" : "?" + query;
    }

    /** Fit for a path or a query. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
