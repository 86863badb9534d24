package io.voicewebhooks.twiml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatesTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "<Hangup/>,&lt;Hangup/&gt;",
                "Smith & Sons,Smith &amp; Sons",
                "&amp;,&amp;amp;",
                "say \"hi\",say &quot;hi&quot;",
                "O'Neill,O&#39;Neill",
                "]]>,]]&gt;",
                "Zoë 名前 😀,Zoë 名前 😀"
            })
    void whatACallerWroteIsTextInMarkup(String value, String escaped) throws IOException {
        assertThat(render("a.xml", "<Say>{{name}}</Say>", Map.of("name", value)))
                .isEqualTo("<Say>" + escaped + "</Say>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\u0008", "\u000b", "\u001f", "\uFFFE", "\uFFFF", "\uD800", "\uDC00"})
    void whatXmlDoesNotHaveIsLeftOut(String character) {
        assertThat(Templates.escape("a" + character + "b")).isEqualTo("ab");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\t", "\n", "\r"})
    void whiteSpaceStays(String character) {
        assertThat(Templates.escape("a" + character + "b")).isEqualTo("a" + character + "b");
    }

    @Test
    void htmlIsEscapedToo() throws IOException {
        assertThat(render("a.html", "{{name}}", Map.of("name", "<b>"))).isEqualTo("&lt;b&gt;");
    }

    @Test
    void plainTextIsNotEscaped() throws IOException {
        assertThat(render("a.txt", "{{name}}", Map.of("name", "Smith & Sons"))).isEqualTo("Smith & Sons");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n", "\r\n", "\u000b", "\u0085", "\u2028", "\u2029", "\u0000", "\u001b", "\u009b", "\u202e", "\u2066"
            })
    void aValueInPlainTextStaysOnItsLine(String character) throws IOException {
        assertThat(render("a.txt", "{{name}}", Map.of("name", "a" + character + "b")))
                .matches("a {1,2}b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u202a", "\u202e", "\u2066", "\u2069"})
    void whatTurnsTheTextAroundItIsLeftOut(String character) {
        assertThat(Templates.escape("a" + character + "b")).isEqualTo("ab");
    }

    @Test
    void aValueIsNoTemplate() throws IOException {
        assertThat(render("a.txt", "{{name}}", Map.of("name", "{{secret}}", "secret", "s3cret")))
                .isEqualTo("{{secret}}");
    }

    @Test
    void anEmptyVariableIsSet() throws IOException {
        assertThat(render("a.xml", "<Say>{{name}}</Say>", Map.of("name", ""))).isEqualTo("<Say></Say>");
    }

    @Test
    void aMissingVariableIsNamedWithItsFile() {
        assertThatThrownBy(() -> render("twiml/a.xml", "<Say>{{greeting}}</Say>", Map.of()))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("twiml/a.xml: ")
                .hasMessageContaining("greeting");
    }

    @Test
    void aBrokenTemplateIsNamed() {
        assertThatThrownBy(() -> render("twiml/a.xml", "{{#section}}", Map.of()))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("twiml/a.xml: ")
                .hasMessageContaining("section");
    }

    @Test
    void aMissingTemplateIsNamed() {
        assertThatThrownBy(() -> templates().render("twiml/none.xml", Map.of()))
                .isInstanceOf(TemplateException.class)
                .hasMessageEndingWith("twiml/none.xml does not exist");
    }

    private String render(String name, String source, Map<String, Object> model) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, source);
        return templates().render(name, model);
    }

    private Templates templates() {
        DefaultCamelContext context = new DefaultCamelContext();
        context.getGlobalOptions().put(RouteLocation.LOCATION, "file:" + directory + "/");
        return new Templates(context);
    }
}
