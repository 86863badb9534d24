package io.voicewebhooks.numbers;

import io.voicewebhooks.config.Settings;
import io.voicewebhooks.observe.VoiceMetrics;
import io.voicewebhooks.rest.TwilioApis;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bean {@code numbersDrift}: compares from time to time what Twilio has configured with what is wanted. */
public final class NumbersDrift {
    private static final Logger LOG = LoggerFactory.getLogger(NumbersDrift.class);

    private static final Pattern NUMBER = Pattern.compile("\\+\\d+(\\d{4})");

    /** Who changed what is a request each. */
    private static final int MOST_ASKED = 20;

    private final TwilioNumbers numbers;
    private volatile Comparison last;

    /**
     * What was found.
     *
     * @param changedBy who changed what differs, by SID, where Monitor tells
     */
    public record Comparison(Instant time, NumbersPlan plan, Map<String, String> changedBy) {
        /** What differs and what could not be read, a sentence each; of very many only some. */
        public List<String> sentences() {
            return sentences(each -> each.name() + " at Twilio " + each.verdict()
                    + (changedBy.containsKey(each.sid()) ? " (" + changedBy.get(each.sid()) + ")" : ""));
        }

        private List<String> sentences(Function<ResourcePlan, String> sentence) {
            List<ResourcePlan> differing = plan.differing();
            List<String> all = new ArrayList<>(
                    differing.stream().limit(MOST_ASKED).map(sentence).toList());
            if (differing.size() > MOST_ASKED) {
                all.add(differing.size() - MOST_ASKED + " more differ: twilio plan tells which");
            }
            all.addAll(plan.problems());
            return all;
        }

        /** The same for anybody: without who it was, and of each number the last digits. */
        List<String> hints() {
            return sentences(each -> each.name() + " at Twilio " + each.verdict()).stream()
                    .map(text -> NUMBER.matcher(text).replaceAll("…$1"))
                    .toList();
        }
    }

    NumbersDrift(CamelContext context) {
        this.numbers = new TwilioNumbers(Settings.of(context), TwilioApis.of(context));
        // not known is no number
        VoiceMetrics.of(context).gauge("voice.numbers.drift", this::differing);
    }

    /** That of an application. */
    public static NumbersDrift of(CamelContext context) {
        return context.getRegistry().lookupByNameAndType("numbersDrift", NumbersDrift.class);
    }

    private double differing() {
        Comparison known = last;
        return known == null
                        || !known.plan().problems().isEmpty()
                                && known.plan().differing().isEmpty()
                ? Double.NaN
                : known.plan().differing().size();
    }

    /** Asks Twilio. What is not as wanted is logged once. */
    public synchronized void compare() {
        NumbersPlan plan = numbers.plan();
        Map<String, String> changedBy = new LinkedHashMap<>();
        plan.differing().stream().limit(MOST_ASKED).forEach(each -> numbers.lastChange(each)
                .ifPresent(by -> changedBy.put(each.sid(), by)));
        Comparison before = last;
        last = new Comparison(Instant.now(), plan, changedBy);
        List<String> told = before == null ? List.of() : before.sentences();
        last.sentences().stream().filter(sentence -> !told.contains(sentence)).forEach(LOG::warn);
        if (last.sentences().isEmpty() && !told.isEmpty()) {
            LOG.info("all numbers are as wanted at Twilio again");
        }
    }

    /** What was found last; nothing before it was looked for. */
    public Optional<Comparison> last() {
        return Optional.ofNullable(last);
    }
}
