package io.voicewebhooks.config;

import java.util.Collection;
import java.util.Comparator;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What somebody who misspelt a name probably meant. */
public final class Nearest {
    private Nearest() {}

    /**
     * The known name that is the fewest edits away.
     *
     * @return of several the first one in alphabetical order; {@code none} where nothing is known
     */
    public static String to(String name, Collection<String> known) {
        return known.stream()
                .sorted()
                .min(Comparator.comparingInt(
                        each -> LevenshteinDistance.getDefaultInstance().apply(each, name)))
                .orElse("none");
    }
}
