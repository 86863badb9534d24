package io.voicewebhooks.signature.diagnosis;

import io.voicewebhooks.signature.QueryString;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Which form fields Twilio may have signed. */
final class FormGuesses {
    private FormGuesses() {}

    /** The form is as it was sent, the query has its question mark; either may be empty. */
    static List<Guess<List<Entry<String, String>>>> of(String form, String query) {
        List<Entry<String, String>> fields = QueryString.parse("?" + form);
        List<Entry<String, String>> parameters = QueryString.parse(query);
        List<Guess<List<Entry<String, String>>>> guesses = new ArrayList<>();
        guesses.add(Guess.asChecked(fields));
        if (!fields.isEmpty()) {
            guesses.add(Guess.but(
                    List.of(),
                    "the form was not signed, only the URL",
                    "Twilio signs the fields of a form POST: look what makes the form on the way"));
            guesses.add(Guess.but(
                    decoded(form, text -> text),
                    "the fields were signed without being decoded",
                    "sign decoded names and values"));
            guesses.add(Guess.but(
                    decoded(form, text -> URLDecoder.decode(text, StandardCharsets.ISO_8859_1)),
                    "the fields were signed as ISO 8859-1",
                    "sign UTF-8"));
        }
        if (!parameters.isEmpty()) {
            guesses.add(Guess.but(
                    Stream.of(fields, parameters).flatMap(List::stream).toList(),
                    "the parameters of the query were signed as form fields too",
                    fields.isEmpty()
                            ? "a redirect on the way makes a GET of a POST, or the test signs a GET as a form: let"
                                    + " Twilio call the final URL"
                            : "sign the query as part of the URL only"));
        }
        return guesses;
    }

    private static List<Entry<String, String>> decoded(String form, UnaryOperator<String> decoder) {
        return Arrays.stream(form.split("&"))
                .map(field -> field.split("=", 2))
                .map(parts -> Map.entry(decoder.apply(parts[0]), parts.length < 2 ? "" : decoder.apply(parts[1])))
                .toList();
    }
}
