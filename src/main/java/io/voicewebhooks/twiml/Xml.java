package io.voicewebhooks.twiml;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.ext.DefaultHandler2;

/** Reads XML as Twilio does. */
final class Xml {
    private Xml() {}

    /**
     * @throws SAXException if a document is not well-formed
     */
    static void parse(String document, DefaultHandler2 handler) throws SAXException {
        try {
            // the JDK's own: nobody looks through all jars for another one
            SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
            // Twilio reads no document type; nor do we, so that no template reaches for other files
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            SAXParser parser = factory.newSAXParser();
            parser.setProperty("http://xml.org/sax/properties/lexical-handler", handler);
            parser.parse(new InputSource(new StringReader(document)), handler);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
