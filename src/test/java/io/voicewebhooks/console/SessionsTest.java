package io.voicewebhooks.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How long a login lasts, and how many there are at once. */
class SessionsTest {
    private final AtomicLong now = new AtomicLong();
    private final Sessions sessions = new Sessions(now::get);

    private void after(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void oneThatIsNotUsedEndsAfterEightHours() {
        String cookie = sessions.begin();
        after(Duration.ofHours(7));
        assertThat(sessions.find(cookie)).isPresent();
        after(Duration.ofHours(8));
        assertThat(sessions.find(cookie)).isPresent();
        after(Duration.ofHours(8).plusSeconds(1));
        assertThat(sessions.find(cookie)).isEmpty();
        assertThat(sessions.find(cookie)).isEmpty();
    }

    @Test
    void oneThatIsUsedEndsAfterADay() {
        String cookie = sessions.begin();
        for (int hour = 0; hour < 24; hour++) {
            assertThat(sessions.find(cookie)).isPresent();
            after(Duration.ofHours(1));
        }
        after(Duration.ofSeconds(1));
        assertThat(sessions.find(cookie)).isEmpty();
    }

    @Test
    void whoOnlyAsksWhetherItIsOverDoesNotUseIt() {
        String cookie = sessions.begin();
        Sessions.Session session = sessions.find(cookie).orElseThrow();
        after(Duration.ofHours(8));
        assertThat(sessions.isOver(session)).isFalse();
        after(Duration.ofSeconds(1));
        assertThat(sessions.isOver(session)).isTrue();

        Sessions.Session other = sessions.find(sessions.begin()).orElseThrow();
        sessions.end(other);
        assertThat(sessions.isOver(other)).isTrue();
    }

    @Test
    void tooManyEndTheOneThatWasNotUsedForLongest() {
        String first = sessions.begin();
        String second = sessions.begin();
        for (int i = 2; i < Sessions.MOST; i++) {
            sessions.begin();
        }
        sessions.find(first);

        sessions.begin();

        assertThat(sessions.find(first)).isPresent();
        assertThat(sessions.find(second)).isEmpty();
    }
}
