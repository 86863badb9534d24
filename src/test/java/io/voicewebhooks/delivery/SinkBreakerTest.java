package io.voicewebhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a sink is paused, probed and active again. */
class SinkBreakerTest {
    private static final List<Duration> WAITS = List.of(Duration.ofSeconds(5), Duration.ofMinutes(2));

    private final RecordedValve valve = new RecordedValve();
    private long waiting;
    private boolean told = true;
    private final SinkBreaker sink = new SinkBreaker(
            "http",
            valve,
            new RetrySchedule(WAITS, () -> 0),
            () -> told ? OptionalLong.of(waiting) : OptionalLong.empty());

    @Test
    void fiveFailuresOfTheSinkInARowPauseIt() {
        fail(Failure.SINK, 4);
        assertThat(sink.state()).isEqualTo(SinkBreaker.State.ACTIVE);
        assertThat(sink.reason()).isEmpty();

        fail(Failure.SINK, 1);
        assertThat(sink.state()).isEqualTo(SinkBreaker.State.PAUSED);
        assertThat(sink.reason()).isEqualTo("503");
        assertThat(valve.calls).containsExactly("close", "later PT5S");
    }

    @Test
    void aDeliveryInBetweenStartsTheCountAgain() {
        fail(Failure.SINK, 4);
        sink.delivered();
        fail(Failure.SINK, 4);

        assertThat(sink.state()).isEqualTo(SinkBreaker.State.ACTIVE);
    }

    @ParameterizedTest
    @EnumSource(names = {"EVENT", "PERMANENT"})
    void aFailureThatSpeaksOfTheEventStartsTheCountAgain(Failure failure) {
        fail(Failure.SINK, 4);
        fail(failure, 1);
        fail(Failure.SINK, 4);

        assertThat(sink.state()).isEqualTo(SinkBreaker.State.ACTIVE);
        assertThat(valve.calls).isEmpty();
    }

    @Test
    void whatStillFailsWhileTheSinkIsPausedChangesNothing() {
        fail(Failure.SINK, 5);
        sink.failed(Failure.SINK, "another reason", Duration.ZERO);
        sink.delivered();

        assertThat(sink.state()).isEqualTo(SinkBreaker.State.PAUSED);
        assertThat(sink.reason()).isEqualTo("503");
        assertThat(valve.calls).containsExactly("close", "later PT5S");
    }

    @Test
    void aProbeThatSucceedsActivatesTheSink() {
        fail(Failure.SINK, 5);
        valve.passTime();
        assertThat(sink.state()).isEqualTo(SinkBreaker.State.PROBING);

        sink.delivered();
        assertThat(sink.state()).isEqualTo(SinkBreaker.State.ACTIVE);
        assertThat(sink.reason()).isEmpty();
        assertThat(valve.calls).containsExactly("close", "later PT5S", "openForOne", "open");
    }

    @Test
    void noProbeComesBeforeTheTimeThatTheSinkAskedFor() {
        fail(Failure.SINK, 4);
        sink.failed(Failure.SINK, "429", Duration.ofMinutes(1));
        assertThat(valve.calls).containsExactly("close", "later PT1M");

        valve.passTime();
        sink.failed(Failure.SINK, "429", Duration.ofMinutes(1));
        assertThat(valve.calls).endsWith("openForOne", "close", "later PT2M");
    }

    @Test
    void aProbeThatFailsPausesTheSinkForLonger() {
        fail(Failure.SINK, 5);
        valve.passTime();
        sink.failed(Failure.SINK, "still down", Duration.ZERO);

        assertThat(sink.state()).isEqualTo(SinkBreaker.State.PAUSED);
        assertThat(sink.reason()).isEqualTo("still down");
        assertThat(valve.calls).endsWith("openForOne", "close", "later PT2M");
    }

    @ParameterizedTest
    @EnumSource(names = {"EVENT", "PERMANENT"})
    void aProbeWhoseFailureSpeaksOfTheEventActivatesTheSink(Failure failure) {
        fail(Failure.SINK, 5);
        valve.passTime();
        sink.failed(failure, "422", Duration.ZERO);

        assertThat(sink.state()).isEqualTo(SinkBreaker.State.ACTIVE);
    }

    @Test
    void aProbeThatIsRolledBackSaysNothingAndComesAgain() {
        fail(Failure.SINK, 5);
        valve.passTime();
        rollBack();
        assertThat(sink.state()).isEqualTo(SinkBreaker.State.PROBING);

        sink.delivered();
        assertThat(sink.state()).isEqualTo(SinkBreaker.State.ACTIVE);
        assertThat(valve.calls).containsExactly("close", "later PT5S", "openForOne", "open");
    }

    @Test
    void aTryThatIsRolledBackDoesNotCount() {
        fail(Failure.SINK, 4);
        rollBack();
        assertThat(sink.state()).isEqualTo(SinkBreaker.State.ACTIVE);

        fail(Failure.SINK, 1);
        assertThat(sink.state()).isEqualTo(SinkBreaker.State.PAUSED);
    }

    @Test
    void afterAGoodProbeTheNextPauseIsShortAgainAndTakesFiveFailures() {
        fail(Failure.SINK, 5);
        valve.passTime();
        sink.failed(Failure.SINK, "still down", Duration.ZERO);
        valve.passTime();
        sink.delivered();
        valve.calls.clear();

        fail(Failure.SINK, 4);
        assertThat(sink.state()).isEqualTo(SinkBreaker.State.ACTIVE);
        fail(Failure.SINK, 1);
        assertThat(valve.calls).containsExactly("close", "later PT5S");
    }

    @Test
    void aThousandWaitingRetriesPauseTheSinkWhateverTheReason() {
        waiting = 999;
        fail(Failure.EVENT, 1);
        assertThat(sink.state()).isEqualTo(SinkBreaker.State.ACTIVE);

        waiting = 1_000;
        fail(Failure.PERMANENT, 1);
        assertThat(sink.state()).isEqualTo(SinkBreaker.State.ACTIVE);

        fail(Failure.EVENT, 1);
        assertThat(sink.state()).isEqualTo(SinkBreaker.State.PAUSED);
        assertThat(sink.reason()).isEqualTo("1000 retries are waiting, the last one because of: 503");
    }

    @ParameterizedTest
    @EnumSource(names = {"EVENT", "SINK"})
    void whileAThousandRetriesWaitAFailedProbePausesAgain(Failure failure) {
        waiting = 1_000;
        fail(Failure.EVENT, 1);
        valve.passTime();
        fail(failure, 1);

        assertThat(sink.state()).isEqualTo(SinkBreaker.State.PAUSED);
    }

    @Test
    void whileAThousandRetriesWaitOneEventAtATimeGoesOut() {
        waiting = 1_000;
        fail(Failure.EVENT, 1);
        valve.passTime();
        sink.delivered();
        fail(Failure.PERMANENT, 1);
        assertThat(sink.state()).isEqualTo(SinkBreaker.State.PROBING);

        waiting = 999;
        sink.delivered();
        assertThat(sink.state()).isEqualTo(SinkBreaker.State.ACTIVE);
    }

    @Test
    void whereTheBrokerDoesNotTellTheRetriesCountThatWereSentHereAndAreNotDue() {
        told = false;
        for (int i = 0; i < 2_000; i++) {
            sink.triesAgain(i < 999 ? Duration.ofHours(1) : Duration.ZERO);
        }
        fail(Failure.EVENT, 1);
        assertThat(sink.state()).isEqualTo(SinkBreaker.State.ACTIVE);

        sink.triesAgain(Duration.ofHours(1));
        fail(Failure.EVENT, 1);
        assertThat(sink.state()).isEqualTo(SinkBreaker.State.PAUSED);
    }

    @Test
    void whatAnOperatorHoldsWaitsForTheOperator() {
        sink.hold("maintenance");
        fail(Failure.SINK, 10);
        sink.delivered();
        valve.passTime();

        assertThat(sink.state()).isEqualTo(SinkBreaker.State.HELD);
        assertThat(sink.reason()).isEqualTo("maintenance");
        assertThat(valve.calls).containsExactly("close");

        sink.resume();
        assertThat(sink.state()).isEqualTo(SinkBreaker.State.ACTIVE);
        assertThat(sink.reason()).isEmpty();
        assertThat(valve.calls).containsExactly("close", "open");
    }

    @Test
    void aPausedSinkThatIsHeldIsNotProbed() {
        fail(Failure.SINK, 5);
        sink.hold("maintenance");
        valve.passTime();

        assertThat(sink.state()).isEqualTo(SinkBreaker.State.HELD);
        assertThat(valve.calls).doesNotContain("openForOne");
    }

    @Test
    void anOperatorNeedNotWaitForTheProbe() {
        fail(Failure.SINK, 5);
        sink.resume();
        valve.passTime();

        assertThat(sink.state()).isEqualTo(SinkBreaker.State.ACTIVE);
        assertThat(valve.calls).containsExactly("close", "later PT5S", "open");
    }

    @Test
    void theProbeOfAnEarlierPauseIsNotTheOneOfALaterPause() {
        fail(Failure.SINK, 5);
        List<Runnable> early = List.copyOf(valve.tasks);
        sink.resume();
        fail(Failure.SINK, 5);

        early.forEach(Runnable::run);
        assertThat(sink.state()).isEqualTo(SinkBreaker.State.PAUSED);

        valve.passTime();
        assertThat(sink.state()).isEqualTo(SinkBreaker.State.PROBING);
    }

    @Test
    void whatIsActiveIsNotStartedAgain() {
        sink.resume();

        assertThat(valve.calls).isEmpty();
    }

    private void fail(Failure failure, int times) {
        for (int i = 0; i < times; i++) {
            sink.failed(failure, "503", Duration.ZERO);
        }
    }

    /** Not even the retry could be sent. */
    private void rollBack() {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setException(new JMSException("the broker is gone"));
        FailedDelivery.Outcome outcome = FailedDelivery.outcome(exchange);
        sink.failed(outcome.failure(), outcome.error(), outcome.asked());
    }
}
