package io.voicewebhooks.check;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Says in one line what Camel's reader of YAML says in four: file, line, what was found and what was expected. */
final class YamlProblem {
    private static final Pattern UNKNOWN = Pattern.compile("(?:Unknown node id|Unsupported field): (.+)");
    /** A misspelling is at most so many edits away from the word that was meant. */
    private static final int NEAR = 3;

    private YamlProblem() {}

    /** Nothing for an exception that is not one of the YAML reader's. */
    static Optional<String> of(Throwable failure) {
        if (!(failure instanceof MarkedYamlEngineException yaml)) {
            return Optional.empty();
        }
        Optional<Mark> mark = yaml.getProblemMark().or(yaml::getContextMark);
        String problem = String.valueOf(yaml.getProblem());
        Matcher unknown = UNKNOWN.matcher(problem);
        if (unknown.matches()) {
            String word = unknown.group(1);
            return Optional.of(place(mark, word) + "\"" + word + "\" is not known here" + nearest(word));
        }
        String context = yaml.getContext() == null
                ? ""
                : " (" + yaml.getContext()
                        + yaml.getContextMark()
                                .map(begin -> " that begins in line " + (begin.getLine() + 1))
                                .orElse("")
                        + ")";
        return Optional.of(place(mark, "") + problem + context);
    }

    private static String place(Optional<Mark> mark, String word) {
        return mark.map(at -> RouteProblem.withoutScheme(at.getName()) + ", line " + line(at, word) + ": ")
                .orElse("");
    }

    /** The line of the word that is nearest to the mark, which is where its value or the object that has it begins. */
    private static int line(Mark mark, String word) {
        String text = new String(mark.getBuffer(), 0, mark.getBuffer().length);
        return Pattern.compile("(?m)^[ -]*" + Pattern.quote(word) + " *:")
                .matcher(text)
                .results()
                .filter(found -> !word.isEmpty())
                .map(MatchResult::end)
                .min(Comparator.comparingInt(end -> Math.abs(end - mark.getPointer())))
                .map(end -> text.substring(0, end).split("\n", -1).length)
                .orElse(mark.getLine() + 1);
    }

    private static String nearest(String word) {
        LevenshteinDistance distance = new LevenshteinDistance(NEAR);
        return words().filter(known -> distance.apply(known, word) >= 0)
                // two letters in the wrong order are one slip, not two
                .min(Comparator.comparingInt(known -> isAnagram(known, word) ? 1 : distance.apply(known, word) * 2))
                .map(known -> "; nearest: " + known)
                .orElse("");
    }

    private static boolean isAnagram(String a, String b) {
        return Arrays.equals(a.chars().sorted().toArray(), b.chars().sorted().toArray());
    }

    private static Stream<String> words() {
        try (InputStream schema = CamelContext.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            return schema == null
                    ? Stream.empty()
                    : new ObjectMapper()
                            .readTree(schema).findValues("properties").stream()
                                    .flatMap(properties -> properties.properties().stream())
                                    .map(Map.Entry::getKey);
        } catch (IOException e) {
            return Stream.empty();
        }
    }
}
