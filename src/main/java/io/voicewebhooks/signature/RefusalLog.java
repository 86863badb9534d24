package io.voicewebhooks.signature;

import io.voicewebhooks.config.PublicUrl;
import io.voicewebhooks.observe.LogLimit;
import io.voicewebhooks.observe.LogText;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
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
    private static final int LONGEST_PATH = 128;
    private static final int LONGEST_NAME = 40;
    private static final int MOST_NAMES = 60;

    private final String publicUrls;
    private final Map<Refusal, LogLimit> limits = new EnumMap<>(Refusal.class);

    RefusalLog(List<PublicUrl> publicUrls, LongSupplier nanoTime) {
        this.publicUrls = publicUrls.stream().map(PublicUrl::toString).collect(Collectors.joining(","));
        for (Refusal refusal : Refusal.values()) {
            limits.put(refusal, new LogLimit(nanoTime));
        }
    }

    void add(Refusal refusal, TwilioRequest request) {
        long suppressed = limits.get(refusal).next();
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
                // a stranger's name, which must not look like a further part of the line
                .map(name -> LogText.of(name, LONGEST_NAME).replaceAll("[^A-Za-z0-9_.…-]", "?"))
                .collect(Collectors.joining(","));
    }
}
