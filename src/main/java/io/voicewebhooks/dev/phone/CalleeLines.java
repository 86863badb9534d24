package io.voicewebhooks.dev.phone;

import io.voicewebhooks.testkit.simulator.Action;
import io.voicewebhooks.testkit.simulator.Callee;
import java.util.List;
import java.util.Optional;

/** What those who are called do in a {@link SavedTest}, a statement each. */
final class CalleeLines {
    private CalleeLines() {}

    static List<String> of(Conversation conversation) {
        return conversation.live().call().dialled().stream()
                .distinct()
                .flatMap(address -> does(conversation, address)
                        .map(what -> "phone.callee(%s).%s;".formatted(JavaText.literal(address), what))
                        .stream())
                .toList();
    }

    /** Nothing of a queue or a conference, which nobody has to answer. */
    private static Optional<String> does(Conversation conversation, String address) {
        List<Action> actions = conversation.turns().stream()
                .filter(turn -> turn.who().equals(address))
                .map(Turn::action)
                .toList();
        if (!conversation.rang(address)) {
            return Optional.empty();
        }
        Optional<Action.Answer> answer = some(actions, Action.Answer.class);
        if (answer.isEmpty()) {
            return Optional.of(some(actions, Action.Refuse.class)
                    .map(refuse -> refused(refuse.reaction()))
                    .orElse("doesNotAnswer()"));
        }
        if (answer.get().by() == Callee.Answerer.MACHINE) {
            return Optional.of("isMachine()");
        }
        return Optional.of(some(actions, Action.Press.class)
                .map(press -> "presses(" + JavaText.literal(press.keys()) + ")")
                .orElse("answers()"));
    }

    private static <A extends Action> Optional<A> some(List<Action> actions, Class<A> kind) {
        return actions.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    private static String refused(Callee.Reaction reaction) {
        return switch (reaction) {
            case BUSY -> "busy()";
            case FAILED -> "fails()";
            default -> "doesNotAnswer()";
        };
    }
}
