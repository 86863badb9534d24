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
 * parameters, and the shared key that the request names. No value is in it and no query. At most 10 lines a minute for each
 * reason; the next line counts the others.
 */
final class RefusalLog {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
    private static final int LONGEST_PATH = 128;
    private static final int LONGEST_NAME = 40;
    private static final int MOST_NAMES = 60;
    /** That of a key of Twilio's has 45 characters. */
    private static final int LONGEST_KEY = 64;

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
                    "refused a request: reason={}{} method={} path={} public-urls={} parameters={} suppressed={}",
                    refusal.label(),
                    key(request.sharedKey()),
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
                .map(name -> clean(name, LONGEST_NAME))
                .collect(Collectors.joining(","));
    }

    private static String key(SigningKeyHeader header) {
        if (header == null || header.key().isEmpty()) {
            return "";
        }
        String algorithm = header.algorithm() == null ? "" : " algorithm=" + clean(header.algorithm(), LONGEST_NAME);
        return " key=" + clean(header.key(), LONGEST_KEY) + algorithm;
    }

    /** A stranger's name, which must not look like a further part of the line. */
    private static String clean(String name, int longest) {
        return LogText.of(name, longest).replaceAll("[^A-Za-z0-9_.…-]", "?");
    }
}
