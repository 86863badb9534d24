package io.voicewebhooks.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.twilio.security.RequestValidator;
import io.voicewebhooks.config.Account;
import io.voicewebhooks.config.PublicUrl;
import io.voicewebhooks.testkit.Twilio;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What holds for every request, with requests made at random. */
class SignaturePropertiesTest {
    private static final String ORIGIN = "https://voice.example.com";
    private static final SignatureKey KEY = new SignatureKey(Twilio.TOKEN);
    private static final SignatureVerifier VERIFIER = new SignatureVerifier(
            List.of(PublicUrl.of(ORIGIN)),
            List.of(new Account(Twilio.ACCOUNT, List.of(Twilio.TOKEN), "user", "password", "https://api.twilio.com")),
            Twilio.ACCOUNT,
            Map.of("key_1", "secret"));

    /** A request and its signature. */
    record Signed(String target, List<Entry<String, String>> form, String signature) {
        static Signed of(String target, List<Entry<String, String>> form) {
            return new Signed(target, form, KEY.sign(ORIGIN + target, form));
        }

        boolean isAccepted() {
            String method = form.isEmpty() ? "GET" : "POST";
            return VERIFIER.verify(new TwilioRequest(
                            method, target, QueryString.parse(target), form, List.of(signature), null))
                    .accepted();
        }

        /** What is signed: whoever keeps this text keeps the signature. */
        String text() {
            return target + SignatureKey.sorted(form);
        }

        Signed with(String otherTarget) {
            return new Signed(otherTarget, form, signature);
        }

        Signed with(List<Entry<String, String>> otherForm) {
            return new Signed(target, otherForm, signature);
        }
    }

    @Property
    void whatTwilioSignsComesIn(@ForAll("requests") Signed request) {
        assertThat(request.isAccepted()).isTrue();
    }

    @Property
    void theOrderOfAFormAndARepeatedFieldDoNotMatter(@ForAll("requests") Signed request, @ForAll Random random) {
        List<Entry<String, String>> other = new ArrayList<>(request.form());
        if (!other.isEmpty()) {
            other.add(other.get(random.nextInt(other.size())));
        }
        Collections.shuffle(other, random);

        assertThat(request.with(other).isAccepted()).isTrue();
    }

    @Property
    void anotherFormIsRefused(@ForAll("requests") Signed request, @ForAll("forms") List<Entry<String, String>> form) {
        Signed other = request.with(form);
        Assume.that(!other.text().equals(request.text()));

        assertThat(other.isAccepted()).isFalse();
    }

    @Property
    void oneChangedFieldIsRefused(
            @ForAll("requests") Signed request, @ForAll("texts") String text, @ForAll Random random) {
        Assume.that(!request.form().isEmpty());
        List<Entry<String, String>> form = new ArrayList<>(request.form());
        int at = random.nextInt(form.size());
        Entry<String, String> field = form.get(at);
        switch (random.nextInt(4)) {
            case 0 -> form.set(at, Map.entry(field.getKey(), text));
            case 1 -> form.set(at, Map.entry(text, field.getValue()));
            case 2 -> form.remove(at);
            default -> form.add(at, Map.entry(text, field.getValue()));
        }
        Signed other = request.with(form);
        Assume.that(!other.text().equals(request.text()));

        assertThat(other.isAccepted()).isFalse();
    }

    @Property
    void oneChangedCharacterOfTheTargetIsRefused(
            @ForAll("requests") Signed request, @ForAll("targetCharacters") String character, @ForAll Random random) {
        int at = 1 + random.nextInt(request.target().length());
        int removed = Math.min(request.target().length(), at + random.nextInt(2));
        Signed other = request.with(
                request.target().substring(0, at) + character + request.target().substring(removed));
        Assume.that(!other.text().equals(request.text()));
        Assume.that(QueryString.unescaped(other.target()).stream().noneMatch(request.target()::equals));

        assertThat(isRefused(other)).isTrue();
    }

    @Property
    void oneChangedCharacterOfTheSignatureIsRefused(@ForAll("requests") Signed request, @ForAll Random random) {
        int at = random.nextInt(request.signature().length());
        char[] signature = request.signature().toCharArray();
        signature[at] = signature[at] == 'A' ? 'B' : 'A';

        assertThat(new Signed(request.target(), request.form(), new String(signature)).isAccepted())
                .isFalse();
    }

    @Property
    void aGetMayBeSignedWithTheReportedCharactersUnescaped(@ForAll("targets") String target) {
        String signed = target.substring(0, target.indexOf('?'))
                + target.substring(target.indexOf('?'))
                        .replace("%27", "'")
                        .replace("%40", "@")
                        .replace("%3A", ":");
        Signed request = new Signed(target, List.of(), KEY.sign(ORIGIN + signed, List.of()));

        assertThat(request.isAccepted()).isTrue();
        assertThat(QueryString.parse(signed)).isEqualTo(QueryString.parse(target));
    }

    /** It knows one value a name, and takes the URL apart unless it has no port and no escape. */
    @Property
    void twiliosOwnValidatorAgrees(@ForAll("forms") List<Entry<String, String>> form, @ForAll("paths") String path) {
        Map<String, String> fields = new LinkedHashMap<>();
        form.forEach(field -> fields.put(field.getKey(), field.getValue()));
        List<Entry<String, String>> unique = List.copyOf(fields.entrySet());
        String signature = KEY.sign(ORIGIN + path, unique);

        assertThat(new RequestValidator(Twilio.TOKEN).validate(ORIGIN + path, fields, signature))
                .isTrue();
        assertThat(new Signed(path, unique, signature).isAccepted()).isTrue();
        assertThat(new RequestValidator("another").validate(ORIGIN + path, fields, signature))
                .isFalse();
    }

    @Property
    void nothingThatIsSentMakesItThrow(
            @ForAll("bytes") String target,
            @ForAll("forms") List<Entry<String, String>> form,
            @ForAll List<String> headers,
            @ForAll List<String> settings,
            @ForAll List<String> beta,
            @ForAll String method) {
        assertThatCode(() -> {
                    List<Entry<String, String>> query = QueryString.parse(target);
                    TwilioRequest request = new TwilioRequest(
                            method, target, query, form, headers, SigningKeyHeader.of(settings, beta));
                    assertThat(VERIFIER.verify(request).accepted()).isFalse();
                    SignedParameters.of(request);
                })
                .satisfiesAnyOf(thrown -> assertThat(thrown).isNull(), thrown -> assertThat(thrown)
                        .isInstanceOf(BadWebhookException.class));
    }

    private static boolean isRefused(Signed request) {
        try {
            return !request.isAccepted();
        } catch (BadWebhookException e) {
            return true;
        }
    }

    @Provide
    Arbitrary<Signed> requests() {
        return Combinators.combine(targets(), forms()).as(Signed::of);
    }

    @Provide
    Arbitrary<List<Entry<String, String>>> forms() {
        Arbitrary<String> names = Arbitraries.frequencyOf(
                Tuple.of(5, Arbitraries.of("From", "To", "CallSid", "CallStatus", "ToZip", "tag")),
                Tuple.of(1, texts()));
        return Combinators.combine(names, texts())
                .as((name, value) -> Map.entry(name, value))
                .list()
                .ofMaxSize(8);
    }

    /** Of every alphabet, without halves of characters: nobody can send those. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .ofMaxLength(12)
                .map(text -> new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<String> targets() {
        return Combinators.combine(paths(), texts(), Arbitraries.of("'", "@", ":", " ", "+", "é", "'@:"), texts())
                .as((path, name, special, value) ->
                        path + "?" + Twilio.encode(List.of(Map.entry("a" + name, special + value))));
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars("/._-~")
                .ofMaxLength(12)
                .map(path -> "/voice/" + path);
    }

    @Provide
    Arbitrary<String> targetCharacters() {
        return Arbitraries.strings().withCharRange('!', '~').excludeChars('\\').ofMaxLength(1);
    }

    @Provide
    Arbitrary<String> bytes() {
        return Arbitraries.strings()
                .withCharRange('\u0000', '\u00ff')
                .withChars("%?&=")
                .ofMaxLength(60);
    }
}
