package io.voicewebhooks.console;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Who has logged in. Kept in memory: whoever restarts the application logs in again, unless it finds these in its registry,
 * where they may be before it starts.
 */
public final class Sessions {
    static final Duration IDLE = Duration.ofHours(8);
    static final Duration LONGEST = Duration.ofHours(24);
    /** One more, and the one that was not used for longest ends. */
    static final int MOST = 1_000;

    private static final int BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final LongSupplier nanoTime;
    /** By what the cookie holds; the one that was not used for longest first. */
    private final Map<String, Session> open = new LinkedHashMap<>(16, 0.75f, true);

    private long numbers;

    /** Nobody yet. */
    public Sessions() {
        this(System::nanoTime);
    }

    /** With another clock than {@link System#nanoTime()}. */
    Sessions(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Somebody in one browser. */
    public static final class Session {
        private final long number;
        private final long began;
        private long used;
        private final AtomicReference<String> sentence = new AtomicReference<>();

        private Session(long number, long now) {
            this.number = number;
            this.began = now;
            this.used = now;
        }

        /** For the log; it opens nothing. */
        String name() {
            return "session " + number;
        }

        /** Leaves a sentence for the next page. */
        void say(String what) {
            sentence.set(what);
        }

        /** The sentence, once. */
        Optional<String> said() {
            return Optional.ofNullable(sentence.getAndSet(null));
        }

        private boolean isOver(long now) {
            return now - used > IDLE.toNanos() || now - began > LONGEST.toNanos();
        }
    }

    /** Begins one; what its cookie holds. */
    synchronized String begin() {
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        String cookie = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        long now = nanoTime.getAsLong();
        open.values().removeIf(session -> session.isOver(now));
        if (open.size() >= MOST) {
            open.remove(open.keySet().iterator().next());
        }
        open.put(cookie, new Session(++numbers, now));
        return cookie;
    }

    /** That of a cookie, unless it is over. */
    synchronized Optional<Session> find(String cookie) {
        Session session = open.get(cookie);
        long now = nanoTime.getAsLong();
        if (session == null || session.isOver(now)) {
            open.remove(cookie);
            return Optional.empty();
        }
        session.used = now;
        return Optional.of(session);
    }

    /** Whether it has ended; to ask is no use of it. */
    synchronized boolean isOver(Session session) {
        return !open.containsValue(session) || session.isOver(nanoTime.getAsLong());
    }

    synchronized void end(Session session) {
        open.values().remove(session);
    }
}
