package io.voicewebhooks.event;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The time of an event, RFC 3339 in UTC: Twilio's, or that of its arrival. */
final class EventTime {
    private static final Logger LOG = LoggerFactory.getLogger(EventTime.class);

    private final Clock clock;
    /** Under load many events have the same, and to read a date takes nearly as long as to check a signature. */
    private volatile Second second = new Second("Thu, 01 Jan 1970 00:00:00 +0000", "1970-01-01T00:00:00Z");

    private record Second(String sent, String time) {}

    EventTime(Clock clock) {
        this.clock = clock;
    }

    /** Dates of calls and recordings are RFC 2822; one that is missing or wrong gives the time of arrival. */
    String of(String text) {
        Second last = second;
        if (text.equals(last.sent())) {
            return last.time();
        }
        if (!text.isEmpty()) {
            try {
                String time = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text))
                        .toString();
                // an offset can take a date of the year 9999 into the next
                if (VoiceEventJson.isTime(time)) {
                    second = new Second(text, time);
                    return time;
                }
            } catch (DateTimeException e) {
                LOG.debug("a time that is none", e);
            }
        }
        return clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** The same of a product whose dates may be ISO 8601. */
    String ofAny(String text) {
        if (VoiceEventJson.isTime(text)) {
            String time = Instant.parse(text).toString();
            return VoiceEventJson.isTime(time) ? time : of("");
        }
        return of(text);
    }
}
