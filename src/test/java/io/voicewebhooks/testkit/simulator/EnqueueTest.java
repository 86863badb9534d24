package io.voicewebhooks.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queues: {@code <Enqueue>} and {@code <Leave>}. */
class EnqueueTest extends CallScenario {
    @BeforeEach
    void queue() {
        application.says("/voice", "<Enqueue waitUrl=\"/wait\" action=\"/dequeued\">support</Enqueue><Say>never</Say>");
        application.says("/wait", "<Say>Please hold.</Say><Pause length=\"9\"/>");
        application.says("/dequeued", "<Say>Goodbye.</Say>");
    }

    @Test
    void whoWaitsHearsTheWaitUrlAndIsConnected() {
        Call call = call();

        assertThat(call.heard()).containsExactly("Please hold.", "Goodbye.");
        assertThat(call.talkedTo()).containsExactly("support");
        assertThat(application.request("/wait").parameters())
                .containsEntry("QueuePosition", "1")
                .containsEntry("QueueTime", "0")
                .containsKeys("QueueSid", "AvgQueueTime", "CurrentQueueSize", "MaxQueueSize");
        assertThat(application.request("/dequeued").parameter("QueueResult")).isEqualTo("bridged");
    }

    @Test
    void whoLeavesGoesOnWithTheAction() {
        application.says("/wait", "<Leave/>");

        assertThat(call().heard()).containsExactly("Goodbye.");
        assertThat(application.request("/dequeued").parameter("QueueResult")).isEqualTo("leave");
    }

    @Test
    void whoHangsUpIsReported() {
        twilio.callee("support", new Callee(Callee.Reaction.NO_ANSWER, ""));

        Call call = call(Duration.ofMinutes(1));

        assertThat(call.heard()).hasSizeGreaterThan(5).containsOnly("Please hold.");
        assertThat(application.request("/dequeued").parameters())
                .containsEntry("QueueResult", "hangup")
                .containsEntry("QueueTime", "60")
                .containsEntry("CallStatus", "completed");
    }

    @Test
    void aQueueThatIsFullTakesNobody() {
        twilio.callee("support", new Callee(Callee.Reaction.BUSY, ""));

        assertThat(call().heard()).containsExactly("Goodbye.");
        assertThat(application.request("/dequeued").parameter("QueueResult")).isEqualTo("queue-full");
    }
}
