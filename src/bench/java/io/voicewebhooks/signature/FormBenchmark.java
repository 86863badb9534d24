package io.voicewebhooks.signature;

import io.voicewebhooks.bench.SampleWebhook;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Decodes the form of an incoming call. */
@State(Scope.Benchmark)
public class FormBenchmark {
    private final byte[] body = SampleRequest.body(SampleWebhook.INCOMING);

    @Benchmark
    public Object parse() {
        return FormFields.parse(body);
    }
}
