package io.voicewebhooks.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.LogLines;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class FailureLogTest {
    private final LogLines lines = LogLines.record();
    private long seconds = 1;
    private final FailureLog log = new FailureLog(
            LoggerFactory.getLogger(FailureLogTest.class),
            "it fails",
            "it works again",
            () -> TimeUnit.SECONDS.toNanos(seconds));

    @AfterEach
    void close() {
        lines.close();
    }

    private void failsFor(int length) {
        for (int end = length; end > 0; end--, seconds++) {
            for (int i = 0; i < 10; i++) {
                log.failed("the broker is away");
            }
        }
    }

    @Test
    void anOutageIsALineWhenItBeginsOneAMinuteAndOneWhenItEnds() {
        log.worked();
        failsFor(150);
        log.worked();
        log.worked();

        assertThat(lines.lines())
                .containsExactly(
                        "ERROR it fails: the broker is away (while it lasts, a line a minute counts the others)",
                        "ERROR it fails, 601 times in 60 s: the broker is away",
                        "ERROR it fails, 1201 times in 120 s: the broker is away",
                        "INFO it works again: it failed 1500 times in 150 s");
    }

    @Test
    void theNextOutageBeginsWithALineToo() {
        failsFor(6);
        log.worked();
        failsFor(1);

        assertThat(lines.lines()).hasSize(3).last().asString().startsWith("ERROR it fails: the broker is away");
    }

    @Test
    void whatWorksNowAndThenIsNoLineEachTime() {
        for (int i = 0; i < 40; i++) {
            failsFor(1);
            log.worked();
        }

        assertThat(lines.lines()).hasSizeLessThan(20);
    }
}
