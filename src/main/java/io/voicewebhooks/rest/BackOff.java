package io.voicewebhooks.rest;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/**
 * How long to wait after an answer 429, which Twilio gives to too many requests at once: it
 * <a href="https://www.twilio.com/docs/api/errors/20429">has not processed them</a>, so that any may be sent again.
 */
final class BackOff {
    static final int TRIES = 5;

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final double JITTER = 0.1;

    private BackOff() {}

    /**
     * The wait behind a number of tries, from 1: 100 ms, then twice as long each time, or as long as Twilio asks, and at most
     * 30 s; 10 % more or less by chance, but not less than Twilio asks.
     *
     * @param retryAfter the header of the answer, null where there is none
     * @param chance     from 0 to 1
     */
    static Duration after(int tries, String retryAfter, double chance) {
        Duration asked = retryAfter == null ? Duration.ZERO : parse(retryAfter.strip());
        boolean ours = asked.isNegative() || asked.isZero();
        long millis = Math.min((ours ? FIRST.multipliedBy(1L << tries - 1) : asked).toMillis(), LONGEST.toMillis());
        double jitter = JITTER * (ours ? 2 * chance - 1 : chance);
        return Duration.ofMillis(Math.min(Math.round(millis * (1 + jitter)), LONGEST.toMillis()));
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
