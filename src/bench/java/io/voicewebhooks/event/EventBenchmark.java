package io.voicewebhooks.event;

import io.voicewebhooks.bench.SampleWebhook;
import io.voicewebhooks.signature.SampleRequest;
import io.voicewebhooks.signature.SignedParameters;
import io.voicewebhooks.testkit.Twilio;
import java.time.Clock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Makes the event of a webhook, writes it as JSON, and reads that. */
@State(Scope.Benchmark)
public class EventBenchmark {
    @Param({"INCOMING", "STATUS"})
    private SampleWebhook webhook;

    private VoiceEvents events;
    private SignedParameters parameters;
    private VoiceEvent event;
    private String json;

    @Setup
    public void prepare() {
        events = new VoiceEvents(Twilio.ACCOUNT, Clock.systemUTC());
        parameters = SampleRequest.parameters(webhook);
        event = make();
        json = VoiceEventJson.write(event);
    }

    @Benchmark
    public VoiceEvent make() {
        return webhook == SampleWebhook.STATUS ? events.status(parameters) : events.incoming(parameters);
    }

    @Benchmark
    public String write() {
        return VoiceEventJson.write(event);
    }

    @Benchmark
    public VoiceEvent read() {
        return VoiceEventJson.read(json);
    }
}
