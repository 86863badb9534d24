package io.voicewebhooks.delivery;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.apache.camel.http.base.HttpOperationFailedException;

/** The header Retry-After of an HTTP sink: seconds, or a date (RFC 9110, section 10.2.3). */
final class RetryAfter {
    private static final String HEADER = "Retry-After";

    private RetryAfter() {}

    /** The scheduled wait, or the longer one that the sink asked for, capped at the longest wait of the schedule. */
    static Duration of(Throwable failure, Duration scheduled, Duration longest) {
        if (failure instanceof HttpOperationFailedException http && http.getResponseHeaders() != null) {
            for (Map.Entry<String, String> header : http.getResponseHeaders().entrySet()) {
                if (HEADER.equalsIgnoreCase(header.getKey())) {
                    Duration asked = parse(header.getValue().strip());
                    Duration capped = asked.compareTo(longest) > 0 ? longest : asked;
                    return capped.compareTo(scheduled) > 0 ? capped : scheduled;
                }
            }
        }
        return scheduled;
    }

    private static Duration parse(String value) {
        if (value.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            return Duration.between(Instant.now(), Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value)));
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }
}
