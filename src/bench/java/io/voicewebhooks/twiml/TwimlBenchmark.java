package io.voicewebhooks.twiml;

import io.voicewebhooks.bench.BenchmarkContext;
import io.voicewebhooks.bench.SampleWebhook;
import io.voicewebhooks.config.PublicUrl;
import io.voicewebhooks.signature.SampleRequest;
import io.voicewebhooks.signature.SignedParameters;
import io.voicewebhooks.signature.TwilioSignature;
import io.voicewebhooks.testkit.Twilio;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Replies to an incoming call as the voicemail flow does. */
@State(Scope.Benchmark)
public class TwimlBenchmark {
    private final CamelContext context = BenchmarkContext.make();
    private final PublicUrl url = PublicUrl.of(Twilio.PUBLIC_URL);
    private final SignedParameters parameters = SampleRequest.parameters(SampleWebhook.INCOMING);
    private Twiml twiml;

    @Setup
    public void start() {
        context.start();
        twiml = new Twiml(context);
    }

    @TearDown
    public void stop() {
        context.stop();
    }

    @Benchmark
    public Object reply() {
        Exchange exchange = new DefaultExchange(context);
        exchange.setProperty(TwilioSignature.PUBLIC_URL, url);
        exchange.setProperty(TwilioSignature.PARAMETERS, parameters);
        exchange.setVariable("greeting", "Please leave a message after the tone.");
        exchange.setVariable("goodbye", "Thank you. Goodbye.");
        exchange.setVariable("context.mailbox", "main");
        twiml.reply("voicemail", exchange);
        return exchange.getMessage().getBody();
    }
}
