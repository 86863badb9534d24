package io.voicewebhooks.twiml;

import com.samskivert.mustache.Mustache;
import java.util.function.Consumer;

/** Tells the names of a template's sections. */
record SectionNames(Consumer<String> names) implements Mustache.Visitor {

    @Override
    public void visitText(String text) {
        // no section
    }

    @Override
    public void visitVariable(String name) {
        // no section
    }

    @Override
    public boolean visitInclude(String name) {
        return false;
    }

    @Override
    public boolean visitSection(String name) {
        names.accept(name);
        return true;
    }

    @Override
    public boolean visitInvertedSection(String name) {
        return visitSection(name);
    }
}
