package io.voicewebhooks.signature.diagnosis;

import io.voicewebhooks.signature.QueryString;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which query Twilio may have signed, before something changed it on the way. */
final class QueryGuesses {
    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-Fa-f]{2}");
    /** 120 orders. */
    private static final int MOST_REORDERED = 5;

    private static final String UNCHANGED = "a proxy must pass the query on as it is";

    private QueryGuesses() {}

    static List<Guess<String>> of(CalledUrl url) {
        String query = url.query();
        List<Guess<String>> guesses = new ArrayList<>();
        guesses.add(Guess.asChecked(query));
        if (!url.fragment().isEmpty()) {
            guesses.add(Guess.but(
                    query + url.fragment(), "the fragment was signed", "take the fragment out of the URL at Twilio"));
        }
        if (!query.isEmpty()) {
            guesses.add(Guess.but("", "no query was signed", "look what adds a query on the way"));
            reencoded(query).forEach((text, what) -> {
                if (!text.equals(query)) {
                    guesses.add(Guess.but(text, "the query was signed " + what, UNCHANGED));
                }
            });
            reordered(query)
                    .forEach(text -> guesses.add(
                            Guess.but(text, "the query was signed in another order: " + names(text), UNCHANGED)));
        }
        return guesses;
    }

    private static Map<String, String> reencoded(String query) {
        Map<String, String> variants = new LinkedHashMap<>();
        variants.put(query.replace("+", "%20"), "with %20 for each space");
        variants.putIfAbsent(query.replace("%20", "+"), "with + for each space");
        variants.putIfAbsent(query.replace("%27", "'"), "with ' unescaped");
        variants.putIfAbsent(query.replace("'", "%27"), "with ' escaped");
        variants.putIfAbsent(QueryString.unescape(query), "with ' @ : unescaped");
        variants.putIfAbsent(escapes(query, String::toUpperCase), "with upper-case escapes");
        variants.putIfAbsent(escapes(query, String::toLowerCase), "with lower-case escapes");
        variants.putIfAbsent(escapes(query, QueryGuesses::decoded), "without its escapes");
        variants.putIfAbsent(
                "?"
                        + Arrays.stream(query.substring(1).split("&"))
                                .map(QueryGuesses::encodedAgain)
                                .collect(Collectors.joining("&")),
                "with other escapes");
        return variants;
    }

    private static String escapes(String query, UnaryOperator<String> change) {
        return ESCAPE.matcher(query).replaceAll(match -> Matcher.quoteReplacement(change.apply(match.group())));
    }

    /** One escape alone, so that those of a longer UTF-8 sequence stay as they are. */
    private static String decoded(String escape) {
        int character = Integer.parseInt(escape.substring(1), 16);
        return character < 0x80 ? String.valueOf((char) character) : escape;
    }

    private static String encodedAgain(String parameter) {
        return Arrays.stream(parameter.split("=", 2))
                .map(part -> ESCAPE.matcher(part).find() || !part.contains("%")
                        ? URLEncoder.encode(URLDecoder.decode(part, StandardCharsets.UTF_8), StandardCharsets.UTF_8)
                                .replace("+", "%20")
                                .replace("*", "%2A")
                        : part)
                .collect(Collectors.joining("="));
    }

    private static List<String> reordered(String query) {
        List<String> parameters = new ArrayList<>(List.of(query.substring(1).split("&")));
        List<String> orders = new ArrayList<>();
        if (parameters.size() <= MOST_REORDERED) {
            permute(parameters, 0, orders);
        } else {
            Collections.sort(parameters);
            orders.add("?" + String.join("&", parameters));
        }
        return orders.stream().filter(order -> !order.equals(query)).distinct().toList();
    }

    private static void permute(List<String> parameters, int from, List<String> orders) {
        if (from == parameters.size()) {
            orders.add("?" + String.join("&", parameters));
        }
        for (int i = from; i < parameters.size(); i++) {
            Collections.swap(parameters, from, i);
            permute(parameters, from + 1, orders);
            Collections.swap(parameters, from, i);
        }
    }

    private static String names(String query) {
        return Arrays.stream(query.substring(1).split("&"))
                .map(parameter -> parameter.split("=", 2)[0])
                .collect(Collectors.joining(", "));
    }
}
