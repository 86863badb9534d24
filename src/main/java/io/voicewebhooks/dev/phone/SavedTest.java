package io.voicewebhooks.dev.phone;

import io.voicewebhooks.testkit.simulator.Call;
import java.util.regex.Pattern;

/**
 * The test of a call that was made: a class for JUnit, with a {@code TwilioPhone} that does the same and expects what was
 * heard. Sounds become tones of their length.
 *
 * @param name of the class
 */
record SavedTest(String name, String text) {
    private static final Pattern NAME = Pattern.compile("[A-Z][A-Za-z0-9]{0,59}");

    /**
     * Writes it.
     *
     * @param url  of the application, which is another one in tests
     * @param name what is tested, the beginning of the name of the class; empty for what it was
     * @throws WrongRequestException (400) if that is no name
     */
    static SavedTest of(Conversation call, String url, String name) throws WrongRequestException {
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            throw new WrongRequestException(
                    400, "name is \"" + name + "\"; allowed: letters and digits, the first a capital letter");
        }
        String test = (name.isEmpty() ? kind(call.live().call()) : name) + "Test";
        return new SavedTest(test, text(test, call, url));
    }

    private static String kind(Call call) {
        if (call.isRejected()) {
            return "RejectedCall";
        } else if (!call.dialled().isEmpty()) {
            return "ForwardedCall";
        }
        return call.recordings() > 0 ? "Voicemail" : "AnsweredCall";
    }

    private static String text(String name, Conversation conversation, String url) {
        int recordings = conversation.live().call().recordings();
        CallerLines caller = new CallerLines(conversation, url);
        StringBuilder text = new StringBuilder();
        text.append(recordings > 0 ? "import static org.assertj.core.api.Assertions.assertThat;\n\n" : "");
        text.append(recordings > 0 ? "import io.voicewebhooks.testkit.PhoneCall;\n" : "");
        text.append("import io.voicewebhooks.testkit.TwilioPhone;\n");
        if (caller.speaks()) {
            text.append("import io.voicewebhooks.testkit.simulator.Audio;\nimport java.time.Duration;\n");
        }
        text.append(
                "import org.junit.jupiter.api.Test;\nimport org.junit.jupiter.api.extension.RegisterExtension;\n\n");
        text.append("/** A call as it was made at the telephone. */\nclass ")
                .append(name)
                .append(" {\n");
        text.append("    @RegisterExtension\n    static final TwilioPhone phone = TwilioPhone.withRoutes(\"routes\")");
        conversation
                .settings()
                .forEach((key, value) ->
                        text.append("\n            .set(%s, %s)".formatted(JavaText.literal(key), value)));
        text.append(";\n\n    @Test\n    void goesAsItDid() {\n");
        CalleeLines.of(conversation)
                .forEach(line -> text.append("        ").append(line).append('\n'));
        text.append(recordings > 0 ? "        PhoneCall call = phone" : "        phone");
        text.append(String.join("\n                ", caller.lines()));
        text.append(";\n");
        if (recordings > 0) {
            text.append("\n        assertThat(call.recordings()).hasSize(" + recordings + ");\n");
        }
        return text.append("    }\n}\n").toString();
    }
}
