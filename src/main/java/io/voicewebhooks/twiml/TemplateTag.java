package io.voicewebhooks.twiml;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tag of a template that names a variable, its line from 1, and the variables of the sections around it, inverted ones
 * too; where it begins a section itself, nothing fails if the variable is not set.
 */
public record TemplateTag(String name, int line, boolean section, Set<String> within) {
    private static final Pattern TAG = Pattern.compile("\\{\\{\\{?\\s*([#^/&!>=]?)\\s*([^{}]*?)\\s*}}");
    /** What is there without a variable: the value itself, and the place in a list. */
    private static final Pattern BUILT_IN = Pattern.compile("\\.|this|-.*|");

    /** The tags of a template that compiles; none where it chooses other marks than braces. */
    static List<TemplateTag> of(String source) {
        List<TemplateTag> tags = new ArrayList<>();
        Deque<String> sections = new ArrayDeque<>();
        Matcher matcher = TAG.matcher(source);
        while (matcher.find()) {
            int line = source.substring(0, matcher.start()).split("\n", -1).length;
            String name = matcher.group(2);
            switch (matcher.group(1)) {
                case "=" -> {
                    return List.of();
                }
                case "!", ">" -> {}
                case "/" -> sections.poll();
                case "#", "^" -> {
                    add(tags, name, line, true, sections);
                    sections.push(name);
                }
                default -> add(tags, name, line, false, sections);
            }
        }
        return tags;
    }

    private static void add(List<TemplateTag> tags, String name, int line, boolean section, Deque<String> sections) {
        if (!BUILT_IN.matcher(name).matches()) {
            Set<String> within = new LinkedHashSet<>(sections);
            within.removeAll(TemplateFunctions.NAMES);
            tags.add(new TemplateTag(name, line, section, within));
        }
    }
}
