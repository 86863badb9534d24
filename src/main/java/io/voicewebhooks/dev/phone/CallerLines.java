package io.voicewebhooks.dev.phone;

import io.voicewebhooks.testkit.simulator.Action;
import io.voicewebhooks.testkit.simulator.Call;
import io.voicewebhooks.testkit.simulator.CallStep;
import io.voicewebhooks.testkit.simulator.Speech;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the caller does and hears in a {@link SavedTest}: calls of the test kit's methods, a line each. */
final class CallerLines {
    private static final String STANDARD_LANGUAGE = "en-US";
    private static final String BREAK = "\n                        ";
    /** Of arguments, so that their line is no longer than 120 characters. */
    private static final int LONGEST = 90;

    private final Conversation conversation;
    private final Call call;
    private final String url;
    private final List<Turn> turns;
    /** How it begins, and then what follows the call. */
    private final List<String> first = new ArrayList<>();

    private final List<String> then = new ArrayList<>();
    private int heard;

    CallerLines(Conversation conversation, String url) {
        this.conversation = conversation;
        this.call = conversation.live().call();
        this.url = url;
        this.turns = conversation.turns().stream()
                .filter(turn -> turn.who().equals("caller"))
                .toList();
    }

    /** Whether there is a sound. */
    boolean speaks() {
        return turns.stream().anyMatch(turn -> turn.action() instanceof Action.Speak);
    }

    List<String> lines() {
        CallOrder order = conversation.order();
        first.add(".from(" + JavaText.literal(order.from()) + ")");
        order.parameters()
                .forEach((name, value) ->
                        first.add(".with(%s, %s)".formatted(JavaText.literal(name), JavaText.literal(value))));
        if (!order.path().equals("/voice/incoming")) {
            first.add(".at(" + JavaText.literal(order.path()) + ")");
        }
        for (int i = 0; i < turns.size(); i++) {
            add(turns.get(i), i + 1 < turns.size() ? turns.get(i + 1) : null);
        }
        hears("hears", call.heard().size());
        outcome();
        return Stream.of(first.stream(), Stream.of(".calls(" + JavaText.literal(order.to()) + ")"), then.stream())
                .flatMap(lines -> lines)
                .toList();
    }

    private void add(Turn turn, Turn next) {
        if (turn.action() instanceof Action.HangUp && !(turn.step() instanceof CallStep.Prompt)) {
            hangsUpDuring(turn.step());
        } else if (turn.step() instanceof CallStep.Output) {
            hears("hearsFirst", turn.heard());
            // further keys come when the application listens, and these are among them then
            if (!(next != null
                    && next.step() instanceof CallStep.Gather gather
                    && !gather.digits().isEmpty())) {
                then.add(does(turn.action()));
            }
        } else if (turn.step() instanceof CallStep.Prompt
                || turn.step() instanceof CallStep.Talk && turn.action() instanceof Action.Press) {
            hears("hears", turn.heard());
            then.add(does(turn.action()));
        }
    }

    private static String does(Action action) {
        if (action instanceof Action.Press press) {
            return ".presses(" + JavaText.literal(press.keys()) + ")";
        } else if (action instanceof Action.Say say) {
            return ".says(" + JavaText.literal(say.text()) + ")";
        } else if (action instanceof Action.Speak speak) {
            return ".records(Audio.tone(Duration.ofMillis("
                    + speak.audio().length().toMillis() + ")))";
        } else if (action instanceof Action.HangUp) {
            return ".hangsUp()";
        }
        return action instanceof Action.Silence ? ".staysSilent()" : "// the application redirected the call";
    }

    /** What a test has to say before the call begins. */
    private void hangsUpDuring(CallStep step) {
        String what = step.what();
        first.add(what.isEmpty() ? "// hangs up" : ".hangsUpDuring(" + expression("", what) + ")");
    }

    /** Expects what was heard until then. */
    private void hears(String method, int until) {
        List<Speech> speech = call.speech().subList(heard, until);
        heard = until;
        if (speech.isEmpty()) {
            return;
        }
        String language = speech.get(0).language();
        boolean foreign = method.equals("hears")
                && !language.isEmpty()
                && !language.equals(STANDARD_LANGUAGE)
                && speech.stream().allMatch(each -> each.language().equals(language));
        List<String> values = new ArrayList<>();
        if (foreign) {
            values.add(JavaText.literal(language));
        }
        speech.forEach(each -> values.add(expression("(plays ", each.text())));
        then.add("." + (foreign ? "hearsIn" : method) + arguments(values));
    }

    /** Each on a line where they do not fit on one. */
    private static String arguments(List<String> values) {
        String inOne = String.join(", ", values);
        return inOne.length() < LONGEST ? "(" + inOne + ")" : "(" + BREAK + String.join("," + BREAK, values) + ")";
    }

    /** A text that may hold an URL of the application, which is another one in the test. */
    private String expression(String before, String text) {
        String ours = before + url;
        return text.startsWith(ours)
                ? (before.isEmpty() ? "" : JavaText.literal(before) + " + ") + "phone.url() + "
                        + JavaText.literal(text.substring(ours.length()))
                : JavaText.literal(text);
    }

    private void outcome() {
        if (!call.dialled().isEmpty()) {
            then.add(".wasForwardedTo(" + literals(call.dialled()) + ")");
        }
        call.talkedTo().forEach(address -> then.add(".talkedTo(" + JavaText.literal(address) + ")"));
        call.dialled().stream()
                .distinct()
                .filter(address -> !call.heardBy(address).isEmpty())
                .forEach(address -> then.add(
                        ".calleeHeard(%s, %s)".formatted(JavaText.literal(address), literals(call.heardBy(address)))));
        then.add(call.isRejected() ? ".isRejected()" : ".hasEnded()");
    }

    private static String literals(List<String> texts) {
        return texts.stream().map(JavaText::literal).collect(Collectors.joining(", "));
    }
}
