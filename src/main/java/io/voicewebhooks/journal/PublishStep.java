package io.voicewebhooks.journal;

import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.signature.SignedParameters;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The beans {@code publishIncoming} and {@code publishMissed}: what the shipped flows do in two steps of their files, the bean
 * {@code voiceEvent} and an endpoint {@code journal:}, in one.
 */
final class PublishStep implements Processor {
    private static final String VARIABLE = "event";

    private final Function<SignedParameters, VoiceEvent> maker;
    private final Predicate<SignedParameters> wanted;
    private final Processor journal;

    /**
     * @param wanted which parameters have an event that is stored
     * @param wait   as in the endpoint's URI
     */
    PublishStep(
            CamelContext context,
            Function<SignedParameters, VoiceEvent> maker,
            Predicate<SignedParameters> wanted,
            JournalComponent.Wait wait) {
        this.maker = maker;
        this.wanted = wanted;
        this.journal = JournalEndpoint.producer(context, "?variable=" + VARIABLE + "&wait=" + wait);
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        SignedParameters parameters = exchange.getMessage().getBody(SignedParameters.class);
        exchange.setVariable(VARIABLE, maker.apply(parameters));
        if (wanted.test(parameters)) {
            journal.process(exchange);
        }
    }
}
