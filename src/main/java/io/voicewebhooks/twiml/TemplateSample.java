package io.voicewebhooks.twiml;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a template can look like. In place of its value each variable has its name, between marks that no template holds;
 * the lines are those of the template, wherever sections are there or not.
 */
final class TemplateSample {
    /** Tags that leave a value as it is, or that change what a tag looks like. */
    private static final Pattern UNESCAPED = Pattern.compile("\\{\\{(\\{|\\s*&|=)");

    private static final Pattern VARIABLE = Pattern.compile("\uE000([^\uE001]*)\uE001");
    private static final Pattern LINE = Pattern.compile("\uE002(\\d+)\uE003");
    private static final String MARKED = "\uE000%s\uE001";

    private final String document;
    private final boolean escaped;
    private final List<Integer> lines = new ArrayList<>();

    private TemplateSample(String rendered, boolean escaped) {
        this.escaped = escaped;
        StringBuilder text = new StringBuilder();
        int last = 1;
        for (String line : rendered.split("\n", -1)) {
            Matcher number = LINE.matcher(line);
            last = number.find() ? Integer.parseInt(number.group(1)) : last;
            lines.add(last);
            text.append(number.replaceAll("")).append('\n');
        }
        this.document = text.toString();
    }

    /** The template with all of its sections, with none, with each alone and without each; it must compile. */
    static List<TemplateSample> of(String source, Mustache.Compiler compiler) {
        Template template =
                compiler.defaultValue(String.format(MARKED, "{{name}}")).compile(numbered(source));
        Set<String> names = new LinkedHashSet<>();
        template.visit(new Sections(names));
        TemplateFunctions.NAMES.forEach(names::remove);
        List<Predicate<String>> there = new ArrayList<>(List.of(name -> true, name -> false));
        names.forEach(one -> there.addAll(List.of(one::equals, name -> !name.equals(one))));
        return there.stream()
                .map(each -> render(template, names, each, isEscaped(source)))
                .toList();
    }

    private record Sections(Set<String> names) implements Mustache.Visitor {
        @Override
        public void visitText(String text) {}

        @Override
        public void visitVariable(String name) {}

        @Override
        public boolean visitInclude(String name) {
            return false;
        }

        @Override
        public boolean visitSection(String name) {
            names.add(name);
            return true;
        }

        @Override
        public boolean visitInvertedSection(String name) {
            return visitSection(name);
        }
    }

    private static TemplateSample render(
            Template template, Set<String> names, Predicate<String> there, boolean escaped) {
        Map<String, Object> model = new HashMap<>(TemplateFunctions.sample());
        names.stream().filter(there).forEach(name -> model.put(name, String.format(MARKED, name)));
        return new TemplateSample(template.execute(model), escaped);
    }

    /** A mark in front of each line, so that no line is lost where a tag stands alone. */
    private static String numbered(String source) {
        String[] lines = source.split("\n", -1);
        return IntStream.range(0, lines.length)
                .mapToObj(i -> "\uE002" + (i + 1) + "\uE003" + lines[i])
                .collect(Collectors.joining("\n"));
    }

    /** Whether every value is escaped in a template: then its documents are as well-formed as its samples. */
    static boolean isEscaped(String source) {
        return !UNESCAPED.matcher(source).find();
    }

    String document() {
        return document;
    }

    /** Whether a piece of the document is text: a variable that is not escaped may be markup. */
    boolean isText(String piece) {
        return !(escaped ? piece : fixed(piece)).isBlank();
    }

    int line(int line) {
        return lines.get(Math.max(0, Math.min(line, lines.size()) - 1));
    }

    static List<String> variables(String text) {
        return VARIABLE.matcher(text).results().map(match -> match.group(1)).collect(Collectors.toList());
    }

    static String fixed(String text) {
        return VARIABLE.matcher(text).replaceAll("");
    }

    /** A piece of the document as it stands in the template: <code>{{name}}</code>. */
    static String written(String text) {
        return VARIABLE.matcher(text).replaceAll("{{$1}}");
    }
}
