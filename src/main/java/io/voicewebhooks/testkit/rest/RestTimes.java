package io.voicewebhooks.testkit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;

/** Times in resources and in filters. */
final class RestTimes {
    private static final DateTimeFormatter OF_2010 = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private RestTimes() {}

    static String of2010(Instant time) {
        return OF_2010.format(time);
    }

    static String ofLater(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Null for none. */
    static Instant read(JsonNode time) {
        if (!time.isTextual()) {
            return null;
        }
        String text = time.asText();
        return text.endsWith("Z") ? Instant.parse(text) : Instant.from(OF_2010.parse(text));
    }

    /**
     * Whether a time is in the range of three parameters: that of the name means the whole day, with {@code <} until then and
     * with {@code >} since then, of which a date means its beginning. What has no time is in no range.
     */
    static boolean within(Map<String, String> query, String name, JsonNode time) {
        String on = query.get(name);
        String before = query.get(name + "<");
        String after = query.get(name + ">");
        if (on == null && before == null && after == null) {
            return true;
        }
        Instant at = read(time);
        return at != null
                && (on == null
                        || LocalDate.ofInstant(at, ZoneOffset.UTC)
                                .equals(LocalDate.ofInstant(moment(on), ZoneOffset.UTC)))
                && (before == null || !at.isAfter(moment(before)))
                && (after == null || !at.isBefore(moment(after)));
    }

    static Instant moment(String value) {
        return value.length() == "2026-11-30".length()
                ? LocalDate.parse(value).atStartOfDay().toInstant(ZoneOffset.UTC)
                : OffsetDateTime.parse(value).toInstant();
    }
}
