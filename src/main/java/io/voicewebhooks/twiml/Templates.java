package io.voicewebhooks.twiml;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;

/**
 * Mustache templates of the directory {@code routes/}, else of the jar. Values are escaped for XML and HTML; in templates
 * whose name ends in {@code .txt} they are not, but stay on one line. A variable that nobody set is an error.
 */
public final class Templates {
    /** Control characters, line and paragraph separators, and what turns the text around it. */
    private static final Pattern BREAKS =
            Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9f}\\x{2028}\\x{2029}\\x{202a}-\\x{202e}\\x{2066}-\\x{2069}]");

    private final CamelContext context;
    private final Map<String, Template> compiled = new ConcurrentHashMap<>();
    private final Mustache.Compiler markup =
            Mustache.compiler().emptyStringIsFalse(true).withEscaper(Templates::escape);
    private final Mustache.Compiler text =
            Mustache.compiler().emptyStringIsFalse(true).withEscaper(Templates::oneLine);

    public Templates(CamelContext context) {
        this.context = context;
    }

    /**
     * Renders a template.
     *
     * @param name  path below {@code routes/}, for example {@code twiml/voicemail.xml}
     * @param model variables by name
     * @throws TemplateException if the template is missing or broken, or a variable is not set
     */
    public String render(String name, Object model) {
        Template template = compiled.computeIfAbsent(name, this::compile);
        try {
            return template.execute(model);
        } catch (MustacheException e) {
            throw new TemplateException(RouteFiles.location(context) + name + ": " + e.getMessage(), e);
        }
    }

    /**
     * What a template looks like with every variable set to a {@link DialledText#sample(String) sample}, and with none: its
     * sections are there once and once not.
     *
     * @throws TemplateException if the template is missing or broken
     */
    List<String> samples(String name) {
        Template template = compile(name, compiler(name).defaultValue(DialledText.sample("other")));
        Map<String, Object> every = new HashMap<>();
        template.visit(new VariableNames(variable -> every.put(variable, DialledText.sample(variable))));
        try {
            List<String> samples = List.of(template.execute(every), template.execute(Map.of()));
            if (samples.get(0).contains("{{")) {
                // to the compiler this is text
                throw new MustacheException("a tag {{ is not closed");
            }
            return samples;
        } catch (MustacheException | UnsupportedOperationException e) {
            throw new TemplateException(RouteFiles.location(context) + name + ": " + e.getMessage(), e);
        }
    }

    private Template compile(String name) {
        return compile(name, compiler(name));
    }

    private Mustache.Compiler compiler(String name) {
        return name.endsWith(".txt") ? text : markup;
    }

    private Template compile(String name, Mustache.Compiler compiler) {
        String location = RouteFiles.location(context) + name;
        Resource resource = PluginHelper.getResourceLoader(context).resolveResource(location);
        if (!resource.exists()) {
            throw new TemplateException(location + " does not exist", null);
        }
        try (InputStream stream = resource.getInputStream()) {
            String source = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return compiler.compile(source);
        } catch (IOException | MustacheException e) {
            throw new TemplateException(location + ": " + e.getMessage(), e);
        }
    }

    /** For plain text: what a caller wrote cannot look like a line of ours. */
    static String oneLine(String value) {
        return BREAKS.matcher(value).replaceAll(" ");
    }

    /**
     * For XML and HTML, text and attributes; a character that XML 1.0 does not have (section 2.2) is left out, and one that
     * turns the text around it, too.
     */
    static String escape(String value) {
        StringBuilder escaped = new StringBuilder(value.length() + 16);
        value.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> {
                    if (isXml(c) && !isOverride(c)) {
                        escaped.appendCodePoint(c);
                    }
                }
            }
        });
        return escaped.toString();
    }

    /** Embeddings, overrides and isolates of Unicode's bidirectional algorithm (UAX 9). */
    private static boolean isOverride(int c) {
        return c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
    }

    private static boolean isXml(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || c >= 0x20 && c <= 0xD7FF
                || c >= 0xE000 && c <= 0xFFFD
                || c >= 0x10000;
    }
}
