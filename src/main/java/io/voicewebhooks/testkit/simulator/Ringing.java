package io.voicewebhooks.testkit.simulator;

import io.voicewebhooks.testkit.simulator.Telephones.Act;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Rings telephones at once, until somebody picks up. */
final class Ringing {
    private static final Duration SETTING_UP = Duration.ofSeconds(1);

    private final CallState line;
    private final List<CalledLeg> legs;

    Ringing(CallState line, List<CalledLeg> legs) {
        this.line = line;
        this.legs = legs;
    }

    /**
     * Rings for a time at most. Returns who picked up first: whatever becomes of it, nobody else gets the call any more.
     *
     * @throws CallEndedException if the caller hangs up meanwhile
     */
    Optional<CalledLeg> until(Duration timeout) {
        Duration end = line.now().plus(timeout);
        legs.forEach(CalledLeg::dialled);
        line.passes(SETTING_UP);
        legs.forEach(CalledLeg::rings);
        Optional<CalledLeg> taken = Optional.empty();
        while (taken.isEmpty() && ringing().findAny().isPresent() && line.now().compareTo(end) < 0) {
            taken = next((int) Math.max(end.minus(line.now()).toSeconds(), 1));
        }
        ringing().forEach(CalledLeg::stops);
        return taken;
    }

    private Stream<CalledLeg> ringing() {
        return legs.stream().filter(CalledLeg::isRinging);
    }

    private Optional<CalledLeg> next(int seconds) {
        List<CallStep> open = new ArrayList<>();
        ringing()
                .forEach(leg -> open.add(line.turns()
                        .step(id -> new CallStep.Ring(id, leg.who(), leg.leg().from(), seconds))));
        String waits = String.join(", ", ringing().map(CalledLeg::who).toList()) + " rings";
        if (line.setup().outbound().isEmpty()) {
            open.add(line.turns().step(id -> new CallStep.Wait(id, line.who(), waits, seconds)));
        }
        Act act = line.turns().ask(open);
        Optional<CalledLeg> leg =
                ringing().filter(each -> each.who().equals(act.who())).findFirst();
        if (act.action() instanceof Action.Refuse refuse) {
            leg.ifPresent(each -> each.ends(refuse.reaction()));
        } else if (act.action() instanceof Action.Answer answer && leg.isPresent()) {
            leg.get().answers(answer.by());
            return leg;
        }
        return Optional.empty();
    }
}
