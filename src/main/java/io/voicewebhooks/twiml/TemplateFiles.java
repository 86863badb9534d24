package io.voicewebhooks.twiml;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Looks at every template before one is needed: all of them compile, and what {@code twiml/} holds is XML with the root
 * that Twilio asks for, whatever the variables are and whether sections are there or not, and dials nobody whom a caller
 * chooses.
 */
public final class TemplateFiles {
    private static final String ROOT = "Response";

    private TemplateFiles() {}

    /** The names of all templates, for example {@code twiml/voicemail.xml}. */
    public static List<String> names(CamelContext context) {
        return Stream.of("twiml/*.xml", "email/*")
                .flatMap(pattern -> find(context, pattern))
                .sorted()
                .toList();
    }

    private static Stream<String> find(CamelContext context, String pattern) {
        String directory = pattern.substring(0, pattern.indexOf('/') + 1);
        try {
            return PluginHelper.getPackageScanResourceResolver(context)
                    .findResources(RouteFiles.location(context) + pattern)
                    .stream()
                    .map(Resource::getLocation)
                    .map(location -> directory + location.replaceFirst(".*[/\\\\]", ""));
        } catch (IOException e) {
            // there is no such directory
            return Stream.empty();
        } catch (Exception e) {
            throw new IllegalStateException("templates cannot be listed: " + e.getMessage(), e);
        }
    }

    public static boolean exists(CamelContext context, String name) {
        return PluginHelper.getResourceLoader(context)
                .resolveResource(RouteFiles.location(context) + name)
                .exists();
    }

    /** Where a template is, as people write it: {@code routes/twiml/voicemail.xml}. */
    public static String path(CamelContext context, String name) {
        return path(RouteFiles.location(context) + name);
    }

    private static String path(String location) {
        return location.replaceFirst("^(file|classpath):", "");
    }

    /** A line for every template that is broken, naming the file, and its line where it is known. */
    public static List<String> problems(CamelContext context) {
        Templates templates = new Templates(context);
        List<String> problems = new ArrayList<>();
        for (String name : names(context)) {
            try {
                for (String rendered : templates.samples(name)) {
                    if (name.startsWith("twiml/")) {
                        twimlProblems(rendered).forEach(problem -> problems.add(path(context, name) + problem));
                    }
                }
            } catch (TemplateException e) {
                problems.add(path(e.getMessage()));
            }
        }
        return problems.stream().distinct().toList();
    }

    private static Collection<String> twimlProblems(String rendered) {
        try {
            Document document = parser().parse(new InputSource(new StringReader(rendered)));
            String root = document.getDocumentElement().getNodeName();
            return root.equals(ROOT)
                    ? DialledText.problems(document)
                    : List.of(": the root element of TwiML is <" + ROOT + ">, not <" + root + ">");
        } catch (SAXParseException e) {
            return List.of(", line " + e.getLineNumber() + ": " + e.getMessage());
        } catch (SAXException e) {
            return List.of(": " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DocumentBuilder parser() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            // Twilio reads no document type; nor do we, so that no template reaches for other files
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder parser = factory.newDocumentBuilder();
            parser.setErrorHandler(new DefaultHandler());
            return parser;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }
}
