package io.voicewebhooks.testkit.simulator;

import io.voicewebhooks.testkit.request.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * TwiML as Twilio takes it from an answer
 * (<a href="https://www.twilio.com/docs/voice/twiml#twilios-request-to-your-application">TwiML for Programmable
 * Voice</a>).
 *
 * @param url   where it came from; URLs in it are relative to this one
 * @param asked the URL of the request, with its fragment: where verbs go that name no {@code action}
 * @param request the number of the request in the call
 */
record Document(String url, String asked, int request, List<Verb> verbs) {
    static final int LARGEST_BYTES = 64 * 1024;

    /** Of well-formed XML: comments, CDATA, processing instructions, and in the group what begins an element. */
    private static final Pattern TAGS =
            Pattern.compile("<!--.*?-->|<!\\[CDATA\\[.*?]]>|<\\?.*?\\?>|(<)(?=[^/!?])", Pattern.DOTALL);

    private static final Set<String> MARKUP = Set.of("text/xml", "application/xml", "text/html");
    private static final Set<String> AUDIO = Set.of(
            "audio/mpeg",
            "audio/wav",
            "audio/wave",
            "audio/x-wav",
            "audio/aiff",
            "audio/x-aifc",
            "audio/x-aiff",
            "audio/x-gsm",
            "audio/gsm",
            "audio/ulaw");

    /**
     * Reads an answer.
     *
     * @throws BrokenTwimlException if Twilio could not go on with it
     */
    static Document of(Answer answer, String asked, int request) throws BrokenTwimlException {
        if (answer.failure().isPresent()) {
            throw new BrokenTwimlException(answer.failure().get());
        }
        String type = answer.contentType().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (AUDIO.contains(type)) {
            return new Document(
                    answer.url(), asked, request, List.of(new Verb("Play", Map.of(), List.of(), answer.url())));
        }
        if (answer.body().length == 0) {
            throw new BrokenTwimlException(11770, "the answer is empty");
        }
        if (type.isEmpty()) {
            throw new BrokenTwimlException(12300, "the answer has no Content-Type");
        }
        boolean text = type.equals("text/plain");
        if (!MARKUP.contains(type) && !text) {
            throw new BrokenTwimlException(12300, "the Content-Type \"" + answer.contentType() + "\" is no TwiML");
        }
        if (answer.body().length > LARGEST_BYTES) {
            throw new BrokenTwimlException(
                    11750, "the TwiML has " + answer.body().length + " bytes; allowed: " + LARGEST_BYTES);
        }
        try {
            return new Document(answer.url(), asked, request, verbs(answer.body()));
        } catch (BrokenTwimlException e) {
            if (!text) {
                throw e;
            }
            String spoken = new String(answer.body(), StandardCharsets.UTF_8);
            return new Document(
                    answer.url(), asked, request, List.of(new Verb("Say", Map.of(), List.of(), spoken.strip())));
        }
    }

    /** Makes an URL of this document absolute; what is no URL stays as it is, and fails where it is asked. */
    String resolve(String reference) {
        try {
            return new URI(url).resolve(reference.strip()).toString();
        } catch (URISyntaxException | IllegalArgumentException e) {
            return reference;
        }
    }

    /** Where the tags of elements begin. */
    private static Iterator<Integer> offsets(String text) {
        return TAGS.matcher(text)
                .results()
                .filter(tag -> tag.group(1) != null)
                .map(MatchResult::start)
                .iterator();
    }

    private static List<Verb> verbs(byte[] body) throws BrokenTwimlException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler());
            Element root = builder.parse(new InputSource(new ByteArrayInputStream(body)))
                    .getDocumentElement();
            if (!root.getTagName().equals("Response")) {
                throw new BrokenTwimlException(12102, "the root is <" + root.getTagName() + ">, not <Response>");
            }
            return Verb.of(root, offsets(new String(body, StandardCharsets.UTF_8)))
                    .children();
        } catch (SAXParseException e) {
            throw new BrokenTwimlException(
                    12100,
                    "not well-formed, line " + e.getLineNumber() + ", column " + e.getColumnNumber() + ": "
                            + e.getMessage());
        } catch (SAXException | IOException e) {
            throw new BrokenTwimlException(12100, "not well-formed: " + e.getMessage());
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }
}
