package io.voicewebhooks.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A verb that {@code check} knows is played, or said to be skipped; testing.md lists those. */
class NotSimulatedTest extends CallScenario {
    private static final Path VERBS = Path.of("src/main/resources/io/voicewebhooks/twiml/verbs.txt");

    @Test
    void whatIsSkippedIsSaidAndWritten() throws IOException {
        Set<String> skipped = new TreeSet<>();
        for (String verb : children("Response")) {
            skipped.addAll(skippedIn("<" + verb + "/>"));
        }
        for (String noun : children("Start")) {
            skipped.addAll(skippedIn("<Start><" + noun + "/></Start>"));
        }
        for (String noun : children("Dial")) {
            skipped.addAll(skippedIn("<Dial><" + noun + ">somebody</" + noun + "></Dial>"));
        }

        String page = Files.readString(Path.of("src/main/docs/testing.md"));
        String list = page.lines()
                .filter(line -> line.startsWith("Not simulated: "))
                .findFirst()
                .orElseThrow();
        assertThat(skipped).containsExactlyElementsOf(new TreeSet<>(matches("`<(\\w+)>`", list)));
    }

    @Test
    void whoIsDialledBesideAnApplicationRings() {
        application.says("/voice", "<Dial><Application>AP1</Application><Number>" + OFFICE + "</Number></Dial>");

        assertThat(call().dialled()).containsExactly(OFFICE);
    }

    private List<String> skippedIn(String twiml) {
        application.says("/voice", twiml);
        Call call = call();
        assertThat(call.problems()).as(twiml).noneMatch(problem -> problem.contains("is no verb"));
        return matches("<(\\w+)> is not simulated", call.transcript());
    }

    /** What may stand in an element, as the table of TwiML says. */
    private static List<String> children(String element) throws IOException {
        String children = matches("(?m)^" + element + "(?: text)? \\(([^)]*)\\)", Files.readString(VERBS))
                .get(0);
        return List.of(children.split(" "));
    }

    private static List<String> matches(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toList());
    }
}
