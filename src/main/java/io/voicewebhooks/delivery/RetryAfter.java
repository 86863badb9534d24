package io.voicewebhooks.delivery;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.camel.http.base.HttpOperationFailedException;

/** The header Retry-After of an HTTP sink: seconds, or a date (RFC 9110, section 10.2.3). */
final class RetryAfter {
    private RetryAfter() {}

    /** How long the sink asked us to wait, at most the longest wait of the schedule; nothing: zero. */
    static Duration of(Throwable failure, Duration longest) {
        if (failure instanceof HttpOperationFailedException http && http.getResponseHeaders() != null) {
            for (Map.Entry<String, String> header : http.getResponseHeaders().entrySet()) {
                if ("Retry-After".equalsIgnoreCase(header.getKey())) {
                    Duration asked =
                            Collections.min(List.of(parse(header.getValue().strip()), longest));
                    return asked.isNegative() ? Duration.ZERO : asked;
                }
            }
        }
        return Duration.ZERO;
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
