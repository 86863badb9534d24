package io.voicewebhooks.signature;

import io.voicewebhooks.config.PublicUrl;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the owner why requests were refused: a line each, with what the signature was checked against and the names of the
 * parameters. No value is in it and no query. At most 10 lines a minute for each reason; the next line counts the others.
 */
final class RefusalLog {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
    private static final int LINES = 10;
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
    private static final int LONGEST_PATH = 128;
    private static final int LONGEST_NAME = 40;
    private static final int MOST_NAMES = 60;

    private final String publicUrls;
    private final LongSupplier nanoTime;
    private final Map<Refusal, Window> windows = new EnumMap<>(Refusal.class);

    RefusalLog(List<PublicUrl> publicUrls, LongSupplier nanoTime) {
        this.publicUrls = publicUrls.stream().map(PublicUrl::toString).collect(Collectors.joining(","));
        this.nanoTime = nanoTime;
        for (Refusal refusal : Refusal.values()) {
            windows.put(refusal, new Window(nanoTime.getAsLong()));
        }
    }

    /** The lines of a minute. */
    private static final class Window {
        private long start;
        private int lines;
        private long suppressed;

        Window(long start) {
            this.start = start;
        }

        /** How many lines were left out before this one, negative if this one is left out as well. */
        synchronized long next(long now) {
            if (now - start >= MINUTE) {
                start = now;
                lines = 0;
            }
            if (lines == LINES) {
                suppressed++;
                return -1;
            }
            lines++;
            long before = suppressed;
            suppressed = 0;
            return before;
        }
    }

    void add(Refusal refusal, TwilioRequest request) {
        long suppressed = windows.get(refusal).next(nanoTime.getAsLong());
        if (suppressed >= 0) {
            LOG.warn(
                    "refused a request: reason={} method={} path={} public-urls={} parameters={} suppressed={}",
                    refusal.label(),
                    request.method(),
                    LogText.of(request.path(), LONGEST_PATH),
                    publicUrls,
                    names(request),
                    suppressed);
        }
    }

    private static String names(TwilioRequest request) {
        return Stream.of(request.query(), request.form())
                .flatMap(List::stream)
                .map(Entry::getKey)
                .distinct()
                .limit(MOST_NAMES)
                .map(RefusalLog::name)
                .collect(Collectors.joining(","));
    }

    /** A stranger's name for a parameter, which must not look like a further part of the line. */
    private static String name(String name) {
        return LogText.of(name, LONGEST_NAME).replaceAll("[^A-Za-z0-9_.…-]", "?");
    }
}
