package io.voicewebhooks.twiml;

import org.xml.sax.Locator;

/** Where the parser of a template's sample is, for what is found there. */
final class TwimlPlace {
    private final String file;
    private final TemplateSample sample;
    private final Findings findings;
    private Locator locator;

    TwimlPlace(String file, TemplateSample sample, Findings findings) {
        this.file = file;
        this.sample = sample;
        this.findings = findings;
    }

    void follow(Locator parser) {
        this.locator = parser;
    }

    void problem(String text) {
        findings.problem(at(locator.getLineNumber()) + text);
    }

    void warning(String text) {
        findings.warning(at(locator.getLineNumber()) + text);
    }

    void step(String path) {
        findings.step(at(locator.getLineNumber()), path);
    }

    /** A line of the sample as one of the template: {@code routes/twiml/menu.xml, line 3: }. */
    String at(int line) {
        return file + ", line " + sample.line(line) + ": ";
    }
}
