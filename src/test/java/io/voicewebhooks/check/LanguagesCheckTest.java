package io.voicewebhooks.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.RouteFolder;
import io.voicewebhooks.testkit.PhoneCall;
import io.voicewebhooks.testkit.TwilioPhone;
import io.voicewebhooks.testkit.simulator.Audio;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped flows in other languages, in a copy of the routes where the called number chooses the language. */
class LanguagesCheckTest {
    private static final Path TEMPLATES = Path.of("routes/twiml");
    private static final Pattern TEXT = Pattern.compile("<Say[^>]*>\\s*([^<{][^<]*)</Say>");

    private static final String CHOICE = """
            - setVariable:
                name: context.language
                simple: "${body[ForwardedFrom]}"
            - choice:
                when:
                  - simple: "${body[CallerName]} == 'menu'"
                    steps:
                      - to: direct:menu
                  - simple: "${body[CallerName]} == 'broken'"
                    steps:
                      - throwException:
                          message: broken
                          exceptionType: java.lang.IllegalStateException
            """;

    @RegisterExtension
    static final TwilioPhone phone = TwilioPhone.withRoutes(routes()).set("call.hours", "");

    private static String routes() {
        try {
            Path parent = Files.createTempDirectory(Path.of("target"), "languages");
            RouteFolder.copiedTo(parent)
                    .replace("incoming-call.camel.yaml", "        - choice:\n            when:\n", CHOICE.indent(8));
            return parent.resolve("routes").toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "de-DE | Bitte hinterlassen Sie eine Nachricht nach dem Signalton. | Vielen Dank. Auf Wiederhören.",
                "es-ES | Por favor, deje su mensaje después de la señal. | Gracias. Adiós.",
                "fr-FR | Veuillez laisser un message après le bip sonore. | Merci. Au revoir."
            })
    void voicemailSpeaksTheLanguageOfTheCall(String language, String greeting, String goodbye) {
        PhoneCall call = calls(language, "")
                .hearsIn(language, greeting)
                .records(Audio.tone(Duration.ofSeconds(1)))
                .presses("#")
                .hearsIn(language, goodbye);

        assertThat(call.transcript()).contains("hears \"" + greeting + "\" [" + language + "]");
        assertThat(call.speech()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "de-DE | ich möchte eine Nachricht hinterlassen | Wie sind Ihre Öffnungszeiten? | die Zentrale bitte",
                "es-ES | un mensaje | el horario | con la operadora",
                "fr-FR | laisser un message | vos horaires | Le standard, s'il vous plaît"
            })
    void theMenuUnderstandsItsOwnWords(String language, String message, String hours, String operator) {
        String greeting = text("voicemail", language, 0);
        String menu = text("menu", language, 1);

        calls(language, "menu")
                .hearsIn(language, menu)
                .says("pizza")
                .hearsIn(language, text("menu", language, 0), menu)
                .says(hours)
                .hearsIn(language, text("menu-hours", language, 0), menu)
                .says(message)
                .hearsIn(language, greeting);
        // nobody is there, as it is no business hour
        calls(language, "menu").hearsIn(language, menu).says(operator).hearsIn(language, greeting);
    }

    @Test
    void theFallbackSpeaksItToo() {
        calls("de-DE", "broken").hearsIn("de-DE", text("fallback", "de-DE", 0)).hasEnded();
    }

    @ParameterizedTest
    @ValueSource(strings = {"de-DE", "es-ES", "fr-FR"})
    void everyTextIsThereInEveryLanguage(String language) throws IOException {
        try (Stream<Path> files = Files.list(TEMPLATES)) {
            List<String> spoken = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("[^.]+\\.xml"))
                    .map(name -> name.replace(".xml", ""))
                    .filter(name -> !texts(name + ".xml").isEmpty())
                    .toList();

            assertThat(spoken).hasSize(9).allSatisfy(name -> assertThat(texts(name + "." + language + ".xml"))
                    .hasSameSizeAs(texts(name + ".xml"))
                    .doesNotContainAnyElementsOf(texts(name + ".xml")));
        }
    }

    @Test
    void aLanguageThatHasNoTemplateIsAWarning(@TempDir Path dir) throws IOException {
        RouteFolder routes = RouteFolder.copiedTo(dir)
                .replace("flow-menu.camel.yaml", "name: context.wrong\n            constant: \"0\"", """
                        name: context.language
                                    constant: nl-NL""".strip());
        String texts = ", so the texts of other files are heard in that voice; written are de-DE, es-ES, fr-FR";

        assertThat(CheckScenario.with(dir.resolve("data"))
                        .set("call.language", "de-AT")
                        .warnings(routes))
                .containsExactly(
                        routes.path("flow-menu.camel.yaml") + ", route menu: context.language = nl-NL: there is no "
                                + routes.path("twiml/*.nl-NL.xml") + texts,
                        "call.language = de-AT: there is no " + routes.path("twiml/*.de-AT.xml") + texts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en-GB", "en-US", "de-DE", "es-ES", "fr-FR", ""})
    void anyOtherIsNone(String language, @TempDir Path dir) throws IOException {
        assertThat(CheckScenario.with(dir.resolve("data"))
                        .set("call.language", language)
                        .warnings(RouteFolder.copiedTo(dir)))
                .isEmpty();
    }

    private static PhoneCall calls(String language, String flow) {
        return phone.from("+15551230001")
                .with("ForwardedFrom", language)
                .with("CallerName", flow)
                .calls("+15558675310");
    }

    private static String text(String template, String language, int number) {
        return texts(template + "." + language + ".xml").get(number);
    }

    /** The texts of a template, without those that are a variable's. */
    private static List<String> texts(String file) {
        try {
            return TEXT.matcher(Files.readString(TEMPLATES.resolve(file)))
                    .results()
                    .map((MatchResult match) ->
                            match.group(1).replaceAll("\\s+", " ").strip())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
