package io.voicewebhooks.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.testkit.RouteTest;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** {@code numbers-drift}: Twilio is asked without anybody's doing, where numbers are listed. */
class NumbersDriftRouteTest extends RouteTest {
    private final Comparisons comparisons = new Comparisons();

    NumbersDriftRouteTest() {
        super("numbers-drift");
    }

    @Test
    void numbersThatAreListedAreComparedSoonAfterTheStart() throws Exception {
        bind("numbersDrift", comparisons);
        set("twilio.numbers", "+15558675310, +1666*=/voice/menu");
        start();

        await().until(() -> comparisons.made.get() == 1);
    }

    @Test
    void withoutNumbersThereIsNothingToCompare() throws Exception {
        start();

        assertThat(context.getRoute("numbers-drift")).isNull();
    }

    /** In the place of the bean that asks Twilio. */
    public static final class Comparisons {
        private final AtomicInteger made = new AtomicInteger();

        public void compare() {
            made.incrementAndGet();
        }
    }
}
