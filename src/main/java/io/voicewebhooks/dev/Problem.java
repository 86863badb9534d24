package io.voicewebhooks.dev;

import io.voicewebhooks.dev.phone.Telephone;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that is wrong with a user's files.
 *
 * @param file    as the user knows it, for example {@code routes/twiml/menu.xml}; empty where it is of no one file
 * @param line    from 1; 0 where it is of no line
 * @param message what was found, and what is expected
 */
record Problem(String file, int line, String message) {
    private static final Pattern PLACE = Pattern.compile(
            "(?s)((?:routes/|application\\.properties)[^:,]*)(?:, line (\\d+))?(?:, route ([^:]+))?: (.*)");
    /** What a message names: in quotation marks, or an endpoint, queue or key. */
    private static final Pattern NAMED = Pattern.compile(
            "(?<=\")[^\"]+(?=\")|\\b(?:direct|journal):[\\w.-]+|(?<=\\bqueue )[\\w.-]+|(?<=\\bkey \\[)[^\\]]+");

    /** As terminals and editors make it a link. */
    @Override
    public String toString() {
        String place = file.isEmpty() ? "" : file + (line > 0 ? ":" + line : "") + ": ";
        return place + message;
    }

    /** The same, of another file where it is of none. */
    Problem orOf(String other) {
        return file.isEmpty() ? new Problem(other, line, message) : this;
    }

    Telephone.Problem forTelephone() {
        return new Telephone.Problem(file, line, message);
    }

    /** Of each line of what a start or a check says. */
    static List<Problem> all(String lines, UserFiles files) {
        return lines.lines().map(line -> of(line, files)).toList();
    }

    /** Finds file and line in a line of {@code check}. */
    static Problem of(String text, UserFiles files) {
        Matcher place = PLACE.matcher(text);
        if (!place.matches()) {
            return ofProperty(text, files);
        }
        String file = place.group(1);
        String route = place.group(3);
        if (place.group(2) != null) {
            return new Problem(file, Integer.parseInt(place.group(2)), text.substring(place.end(2) + 2));
        }
        String message = (route == null ? "" : "route " + route + ": ") + place.group(4);
        return new Problem(file, route == null ? 0 : line(files.text(file), route, place.group(4)), message);
    }

    /** What a check names of a route is looked for behind its id. */
    private static int line(String yaml, String route, String message) {
        Matcher id = Pattern.compile("(?m)\\bid: *[\"']?" + Pattern.quote(route) + "\\b")
                .matcher(yaml);
        if (!id.find()) {
            return 0;
        }
        int at = NAMED.matcher(message)
                .results()
                .mapToInt(named -> yaml.indexOf(named.group(), id.start()))
                .filter(index -> index >= 0)
                .findFirst()
                .orElse(id.start());
        return lineOf(yaml, at);
    }

    private static Problem ofProperty(String text, UserFiles files) {
        String key = text.replaceFirst("(?s)[ :].*", "");
        String properties = files.text(UserFiles.PROPERTIES);
        Matcher line = Pattern.compile("(?m)^[ \\t]*" + Pattern.quote(key) + "[ \\t]*[=:]")
                .matcher(properties);
        return line.find()
                ? new Problem(UserFiles.PROPERTIES, lineOf(properties, line.end()), text)
                : new Problem("", 0, text);
    }

    private static int lineOf(String text, int at) {
        return text.substring(0, at).split("\n", -1).length;
    }
}
