package io.voicewebhooks.manual;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files that a page tells its reader to change, in order. A block's name begins with the file, and the paragraph before it
 * says what is done with it: {@code instead of `text`}, {@code above `the beginning of a line`}, {@code a new file},
 * {@code at the end}, {@code remove the `#`}.
 */
final class PageEdits {
    private static final Pattern EDIT = Pattern.compile(
            "(?ms)(^[^\\n]+)\\n\\n^```\\S+ (\\S+\\.(?:xml|yaml|properties)) \\(([^)\\n]*)\\)\\n(.*?)^```$");

    private static final Pattern INSTEAD = Pattern.compile("instead of `([^`]+)`");
    private static final Pattern ABOVE = Pattern.compile("above `([^`]+)`");

    private PageEdits() {}

    /** One change of one file. */
    record Edit(String file, String name, String place, String block) {

        /** Makes it in a directory that holds {@code application.properties} and {@code routes/}. */
        void in(Path directory) throws IOException {
            assertThat(place).contains("`" + file + "`");
            Path path = directory.resolve(file);
            if (place.contains("new file")) {
                assertThat(path).doesNotExist();
                Files.writeString(path, block);
                return;
            }
            String before = Files.readString(path);
            String after = changed(before);
            assertThat(after).as(file).isNotEqualTo(before);
            Files.writeString(path, after);
        }

        private String changed(String content) {
            Matcher instead = INSTEAD.matcher(place);
            Matcher above = ABOVE.matcher(place);
            if (instead.find()) {
                return content.replace(instead.group(1), block.strip());
            }
            if (above.find()) {
                return Pattern.compile("(?m)^ *" + Pattern.quote(above.group(1)))
                        .matcher(content)
                        .replaceFirst(line -> Matcher.quoteReplacement(block + line.group()));
            }
            if (place.contains("at the end")) {
                return content + block;
            }
            assertThat(place).containsIgnoringCase("remove the `#`");
            String commented = block.lines()
                    .map(line -> " *#? *" + Pattern.quote(line.strip()) + "\n")
                    .collect(joining());
            return content.replaceFirst(commented, Matcher.quoteReplacement(block));
        }
    }

    /** All of a page. */
    static List<Edit> of(String page) {
        List<Edit> edits = new ArrayList<>();
        Matcher edit = EDIT.matcher(Manual.read().page(page).text());
        while (edit.find()) {
            edits.add(new Edit(edit.group(2), edit.group(3), edit.group(1), edit.group(4)));
        }
        return edits;
    }
}
