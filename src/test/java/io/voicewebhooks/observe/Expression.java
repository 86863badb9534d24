package io.voicewebhooks.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an expression of Prometheus asks for. Enough of the language for the files of this project. */
record Expression(String text) {
    /** Prometheus adds them to whatever it reads. */
    private static final Set<String> ADDED = Set.of("instance", "job");

    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern METRIC =
            Pattern.compile("(?<![\\w.$\"])(?!and\\b|or\\b|unless\\b)([a-zA-Z_]\\w*+)(?!\\s*\\()(\\{[^}]*})?");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without|on|ignoring)\\s*\\(([^)]*)\\)");

    /** One line of what an application exports: {@code name{label="value"} 1.0}. */
    record Sample(String name, Map<String, String> labels) {

        static Sample of(String line) {
            String name = line.replaceFirst("[{ ].*", "");
            Map<String, String> labels = MATCHER.matcher(line.substring(name.length()))
                    .results()
                    .collect(Collectors.toMap(label -> label.group(1), label -> label.group(3)));
            return new Sample(name, labels);
        }
    }

    /** What is asked for and nothing of it is exported: metrics, labels, values of labels. */
    List<String> missing(List<Sample> exported) {
        List<String> missing = new ArrayList<>();
        Matcher metrics = METRIC.matcher(withoutGroupings());
        boolean any = false;
        while (metrics.find()) {
            any = true;
            String labels = metrics.group(2) == null ? "" : metrics.group(2);
            if (exported.stream().noneMatch(sample -> sample.name().equals(metrics.group(1)) && fits(sample, labels))) {
                missing.add(metrics.group());
            }
        }
        return any ? missing : List.of("no metric in " + text);
    }

    private String withoutGroupings() {
        return GROUPING.matcher(text.replaceAll("\\[[^]]*]", "")).replaceAll("");
    }

    private boolean fits(Sample sample, String labels) {
        Set<String> grouped = GROUPING.matcher(text)
                .results()
                .flatMap(by -> Stream.of(by.group(1).split("[ ,]+")))
                .filter(label -> !ADDED.contains(label))
                .collect(Collectors.toCollection(TreeSet::new));
        return sample.labels().keySet().containsAll(grouped)
                && MATCHER.matcher(labels)
                        .results()
                        .filter(label -> !ADDED.contains(label.group(1)))
                        .allMatch(label -> fits(
                                sample.labels().get(label.group(1)),
                                label.group(2),
                                label.group(3).replace("\\\\", "\\")));
    }

    private static boolean fits(String value, String operator, String wanted) {
        return value != null
                && switch (operator) {
                    case "=" -> value.equals(wanted);
                    case "!=" -> !value.equals(wanted);
                    case "=~" -> value.matches(wanted);
                    default -> !value.matches(wanted);
                };
    }
}
