package io.voicewebhooks.testkit;

import io.voicewebhooks.testkit.simulator.Call;
import io.voicewebhooks.testkit.simulator.Speech;
import java.util.List;
import java.util.function.BiPredicate;

/** Compares what was heard in a call with what a test expects, from where it last did. */
final class Ear {
    private final Call call;
    private int heard;

    Ear(Call call) {
        this.call = call;
    }

    void hears(String... texts) {
        compare("the caller", next(), String::equals, texts);
    }

    void hearsFirst(String... texts) {
        compare("the caller", next(), String::startsWith, texts);
    }

    void hearsIn(String language, String... texts) {
        List<Speech> speech = call.speech().subList(heard, call.heard().size());
        if (!speech.stream().allMatch(each -> each.language().equals(language))) {
            throw wrong("the caller", speech.toString(), "the language " + language);
        }
        hears(texts);
    }

    void heardBy(String address, String... texts) {
        compare(address, call.heardBy(address), String::equals, texts);
    }

    private List<String> next() {
        List<String> next = call.heard().subList(heard, call.heard().size());
        heard += next.size();
        return next;
    }

    private void compare(String who, List<String> heardTexts, BiPredicate<String, String> holds, String... texts) {
        String found = spoken(heardTexts);
        String expected = spoken(List.of(texts));
        if (!holds.test(found, expected)) {
            throw wrong(who, found, expected);
        }
    }

    private static String spoken(List<String> texts) {
        return String.join(" ", texts).replaceAll("\\s+", " ").strip();
    }

    private AssertionError wrong(String who, String found, String expected) {
        return new AssertionError(
                who + " hears\n  " + found + "\nexpected was\n  " + expected + "\n\n" + call.transcript());
    }
}
