package io.voicewebhooks.signature;

import io.voicewebhooks.bench.SampleWebhook;
import io.voicewebhooks.config.Account;
import io.voicewebhooks.config.PublicUrl;
import io.voicewebhooks.testkit.Twilio;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Whether Twilio signed an incoming call: a right signature is found with the first key and URL, a wrong one never. */
@State(Scope.Benchmark)
public class SignatureBenchmark {
    @Param({"INCOMING", "FORGED"})
    private SampleWebhook webhook;

    private SignatureVerifier verifier;
    private TwilioRequest request;

    @Setup
    public void prepare() {
        Account account =
                new Account(Twilio.ACCOUNT, List.of(Twilio.TOKEN), Twilio.ACCOUNT, Twilio.TOKEN, "https://api");
        verifier = new SignatureVerifier(
                List.of(PublicUrl.of(Twilio.PUBLIC_URL)), List.of(account), Twilio.ACCOUNT, Map.of());
        request = SampleRequest.of(webhook);
        if (verifier.verify(request).accepted() != (webhook == SampleWebhook.INCOMING)) {
            throw new IllegalStateException("wrong verdict on " + webhook);
        }
    }

    @Benchmark
    public Object verify() {
        return verifier.verify(request);
    }
}
