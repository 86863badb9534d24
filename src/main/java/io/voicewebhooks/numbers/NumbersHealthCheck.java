package io.voicewebhooks.numbers;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.observe.BackgroundHealthCheck;
import java.util.List;
import org.apache.camel.CamelContext;

/** Whether Twilio has configured what {@code twilio.numbers} wants, as far as is known. */
final class NumbersHealthCheck extends BackgroundHealthCheck {
    NumbersHealthCheck(CamelContext context) {
        super(context, "numbers");
        setEnabled(Settings.areGiven(context)
                && Settings.of(context).find(Key.TWILIO_NUMBERS).isPresent());
    }

    @Override
    protected String problem() {
        List<String> sentences = NumbersDrift.of(getCamelContext())
                .last()
                .map(NumbersDrift.Comparison::hints)
                .orElse(List.of());
        return sentences.isEmpty() ? null : String.join("; ", sentences);
    }
}
