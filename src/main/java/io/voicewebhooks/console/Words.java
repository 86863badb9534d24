package io.voicewebhooks.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the JSON of calls says, in the words of {@code words.properties}. */
final class Words {
    private static final Properties WORDS = new Properties();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern VALUE = Pattern.compile("\\[([^\\[\\]{}]*)\\{(\\w+)}([^\\[\\]{}]*)]|\\{(\\w+)}");

    static {
        try (Reader words =
                new InputStreamReader(Words.class.getResourceAsStream("words.properties"), StandardCharsets.UTF_8)) {
            WORDS.load(words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Words() {}

    /** The words for a state, kind of event or verb; a new one of Twilio's stands for itself. */
    static String of(String key, Function<String, String> values) {
        return VALUE.matcher(WORDS.getProperty(key, key)).replaceAll(found -> {
            String name = found.group(2) == null ? found.group(4) : found.group(2);
            String value = values.apply(name);
            boolean optional = found.group(2) != null;
            String words = optional && !value.isEmpty() ? found.group(1) + value + found.group(3) : value;
            return Matcher.quoteReplacement(words);
        });
    }

    /** The same with the values of a JSON object. */
    static String of(String key, Map<?, ?> values) {
        return of(key, name -> text(values, name));
    }

    /** What an event tells, by its type and data. */
    static String event(String type, Map<?, ?> data) {
        boolean leg = !text(data, "ParentCallSid").isEmpty();
        return of(type, name -> switch (name) {
            case "who" -> leg ? text(data, "To") : "the call";
            case "said" -> said(text(data, "TranscriptionData"));
            default -> text(data, name);
        });
    }

    /** The words in a part of a transcription, JSON of Twilio's. */
    private static String said(String part) {
        try {
            return JSON.readTree(part).path("transcript").asText();
        } catch (JsonProcessingException e) {
            return part;
        }
    }

    /** A value of a JSON object, empty where it is missing. */
    static String text(Map<?, ?> object, String name) {
        Object value = object.get(name);
        return value == null ? "" : value.toString();
    }

    /** Seconds as {@code 0:23}. */
    static String clock(Object seconds) {
        return seconds instanceof Number number
                ? "%d:%02d".formatted(number.longValue() / 60, number.longValue() % 60)
                : "";
    }

    /** Bytes as {@code 48 kB} or {@code 1.2 MB}. */
    static String size(Object bytes) {
        double kilobytes = bytes instanceof Number number ? number.doubleValue() / 1_000 : 0;
        return kilobytes < 1_000 ? (long) Math.ceil(kilobytes) + " kB" : Math.round(kilobytes / 100) / 10.0 + " MB";
    }
}
