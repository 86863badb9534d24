package io.voicewebhooks.twiml;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
    private final Map<String, Compiled> compiled = new ConcurrentHashMap<>();
    private final Mustache.Compiler markup =
            Mustache.compiler().emptyStringIsFalse(true).withEscaper(Templates::escape);
    private final Mustache.Compiler text =
            Mustache.compiler().emptyStringIsFalse(true).withEscaper(Templates::oneLine);

    private record Compiled(Template template, boolean escaped, Set<String> dialled) {}

    public Templates(CamelContext context) {
        this.context = context;
    }

    /**
     * Renders a template, for example {@code twiml/voicemail.xml}.
     *
     * @throws TemplateException if it is missing or broken, or a variable is not set
     */
    public String render(String name, Object model) {
        Compiled template = compiled(name);
        try {
            return template.template().execute(model);
        } catch (MustacheException | IllegalArgumentException e) {
            throw new TemplateException(path(name) + ": " + e.getMessage(), e);
        }
    }

    /** Reports what is wrong with a template before it is needed. */
    void check(String name, Findings findings) {
        String file = path(name);
        try {
            for (TemplateSample sample : samples(name)) {
                int tag = sample.document().indexOf("{{");
                if (tag >= 0) {
                    // to the compiler this is text
                    int line = sample.document().substring(0, tag).split("\n", -1).length;
                    findings.problem(file + ", line " + sample.line(line) + ": a tag {{ is not closed; expected: }}");
                } else if (isTwiml(name)) {
                    findings.dialled(TwimlCheck.check(file, sample, findings));
                }
            }
        } catch (TemplateException e) {
            findings.problem(e.getMessage());
        } catch (RuntimeException e) {
            findings.problem(file + ": " + e.getMessage());
        }
    }

    /** The variables of a template of TwiML that choose whom Twilio calls. */
    Set<String> dialled(String name) {
        return compiled(name).dialled();
    }

    /** Whether every value is escaped in it: then its documents are as well-formed as its samples. */
    boolean isEscaped(String name) {
        return compiled(name).escaped();
    }

    private Compiled compiled(String name) {
        Compiled known = compiled.get(name);
        return known != null ? known : compiled.computeIfAbsent(name, this::compile);
    }

    private Compiled compile(String name) {
        String source = source(name);
        try {
            Template template = compiler(name).compile(source);
            return new Compiled(
                    template, TemplateSample.isEscaped(source), isTwiml(name) ? dialledVariables(name) : Set.of());
        } catch (MustacheException e) {
            throw new TemplateException(path(name) + ": " + e.getMessage(), e);
        }
    }

    private Set<String> dialledVariables(String name) {
        Set<String> all = new TreeSet<>();
        samples(name).forEach(sample -> all.addAll(TwimlCheck.check(name, sample, new Findings())));
        return all;
    }

    private List<TemplateSample> samples(String name) {
        return TemplateSample.of(source(name), compiler(name));
    }

    private static boolean isTwiml(String name) {
        return name.startsWith("twiml/");
    }

    private Mustache.Compiler compiler(String name) {
        return name.endsWith(".txt") ? text : markup;
    }

    /** The text of a template. */
    String source(String name) {
        Resource resource =
                PluginHelper.getResourceLoader(context).resolveResource(RouteLocation.location(context) + name);
        if (!resource.exists()) {
            throw new TemplateException(path(name) + " does not exist", null);
        }
        try (InputStream stream = resource.getInputStream()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new TemplateException(path(name) + ": " + e.getMessage(), e);
        }
    }

    /** Where a template is, as people write it: {@code routes/twiml/voicemail.xml}. */
    private String path(String name) {
        return TemplateFiles.path(context, name);
    }

    /** For plain text: what a caller wrote cannot look like a line of ours. */
    static String oneLine(String value) {
        return BREAKS.matcher(value).replaceAll(" ");
    }

    /** For XML and HTML; a character that XML 1.0 does not have (section 2.2) is left out, and one that turns the text too. */
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
                    if (isAllowed(c)) {
                        escaped.appendCodePoint(c);
                    }
                }
            }
        });
        return escaped.toString();
    }

    /** In XML, and none of the embeddings, overrides and isolates of Unicode's bidirectional algorithm (UAX 9). */
    private static boolean isAllowed(int c) {
        boolean control = c < ' ' && c != '\t' && c != '\n' && c != '\r';
        boolean none = c >= 0xD800 && c < 0xE000 || c == 0xFFFE || c == 0xFFFF;
        return !control && !none && !(c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069);
    }
}
