package io.voicewebhooks.testkit.simulator;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** People who know what they do, so that nobody waits: time passes on the call's own clock. */
final class Script implements Telephones {
    private static final Duration ANSWERING = Duration.ofSeconds(4);

    private final Simulator simulator;
    private final String who;
    private final Map<String, Person> people = new HashMap<>();

    /**
     * @param caller who listens at the telephone {@code who}; those who are called are the simulator's callees
     */
    Script(Simulator simulator, String who, Person caller) {
        this.simulator = simulator;
        this.who = who;
        people.put(who, caller);
    }

    @Override
    public Act next(List<CallStep> open, BooleanSupplier enough) {
        for (CallStep step : open) {
            if (step instanceof CallStep.Ring ring && answers(ring)) {
                Callee callee = simulator.calleeAt(step.who());
                if (!step.who().equals(who)) {
                    people.put(step.who(), callee.person());
                }
                return new Act(step.who(), new Action.Answer(callee.answerer()), ANSWERING);
            }
        }
        CallStep first = open.get(0);
        if (first instanceof CallStep.Prompt prompt) {
            Action action = people.computeIfAbsent(
                            prompt.who(), any -> simulator.calleeAt(any).person())
                    .at(prompt);
            return new Act(prompt.who(), action, Answers.after(prompt, action));
        }
        Duration whole = Duration.ofSeconds(first.seconds());
        if (first instanceof CallStep.Talk talk) {
            boolean star = talk.hangupOnStar() && people.get(who).pressesStar();
            return star
                    ? new Act(talk.who(), new Action.Press("*"), Answers.after(talk, new Action.Press("*")))
                    : new Act(talk.with(), new Action.HangUp(), Answers.after(talk, new Action.Silence()));
        }
        return new Act(first.who(), first instanceof CallStep.Output ? new Action.Done() : new Action.Silence(), whole);
    }

    private boolean answers(CallStep.Ring ring) {
        return simulator.calleeAt(ring.who()).answers() && ring.seconds() > ANSWERING.toSeconds();
    }
}
