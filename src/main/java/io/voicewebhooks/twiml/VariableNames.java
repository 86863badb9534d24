package io.voicewebhooks.twiml;

import com.samskivert.mustache.Mustache;
import java.util.function.Consumer;

/** Tells the names of a template's variables and sections. */
record VariableNames(Consumer<String> variables, Consumer<String> sections) implements Mustache.Visitor {

    @Override
    public void visitText(String text) {
        // has no name
    }

    @Override
    public void visitVariable(String name) {
        variables.accept(name);
    }

    @Override
    public boolean visitInclude(String name) {
        return false;
    }

    @Override
    public boolean visitSection(String name) {
        sections.accept(name);
        return true;
    }

    @Override
    public boolean visitInvertedSection(String name) {
        return visitSection(name);
    }
}
