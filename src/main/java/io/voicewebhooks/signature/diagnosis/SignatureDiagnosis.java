package io.voicewebhooks.signature.diagnosis;

import io.voicewebhooks.config.Account;
import io.voicewebhooks.config.PublicUrl;
import io.voicewebhooks.signature.QueryString;
import io.voicewebhooks.signature.Refusal;
import io.voicewebhooks.signature.SignatureAlgorithm;
import io.voicewebhooks.signature.SignatureVerifier;
import io.voicewebhooks.signature.SigningKeyHeader;
import io.voicewebhooks.signature.TwilioRequest;
import io.voicewebhooks.signature.diagnosis.KeyGuesses.NamedKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds out why a request of Twilio is refused: it tries what else could have been signed, and tells the way with the
 * fewest differences from the configuration.
 */
public final class SignatureDiagnosis {
    /** With more differences than these a match is no longer an explanation. */
    private static final int MOST_DIFFERENCES = 3;

    private final List<PublicUrl> publicUrls;
    private final Collection<Account> accounts;
    private final String mainAccount;
    private final Map<String, String> sharedKeys;
    private final Map<String, String> otherTokens;

    /** Shared keys are secrets by their ids. Other tokens are not configured; they stand by what they are called. */
    public SignatureDiagnosis(
            List<PublicUrl> publicUrls,
            Collection<Account> accounts,
            String mainAccount,
            Map<String, String> sharedKeys,
            Map<String, String> otherTokens) {
        this.publicUrls = publicUrls;
        this.accounts = accounts;
        this.mainAccount = mainAccount;
        this.sharedKeys = sharedKeys;
        this.otherTokens = otherTokens;
    }

    /**
     * A webhook as it was sent: the URL as Twilio called it, the form empty for a GET, the shared key {@code null} where no
     * header names one.
     */
    public record Call(String method, String url, String form, String signature, SigningKeyHeader sharedKey) {}

    /** Whether the application would let it in, and what there is to say: no token, no expected signature. */
    public record Finding(boolean accepted, List<String> lines) {}

    private record Signed(String url, NamedKey key) {}

    /**
     * @throws IllegalArgumentException if the URL is none
     * @throws io.voicewebhooks.signature.BadWebhookException if query or form cannot be decoded
     */
    public Finding of(Call call) {
        CalledUrl url = CalledUrl.of(call.url());
        List<Entry<String, String>> form = QueryString.parse("?" + call.form());
        List<Entry<String, String>> query = QueryString.parse(url.query());
        TwilioRequest request = new TwilioRequest(
                call.method(),
                bytes(url.path() + url.query()),
                query,
                form,
                List.of(call.signature()),
                call.sharedKey());
        String account = Objects.requireNonNullElse(request.first("AccountSid"), mainAccount);
        SignatureVerifier.Verdict verdict =
                new SignatureVerifier(publicUrls, accounts, mainAccount, sharedKeys).verify(request);
        Optional<Guess<Signed>> best = best(call, url, account);
        String key = best.map(match -> " with " + match.value().key().name()).orElse("");
        return verdict.accepted()
                ? new Finding(true, List.of("accepted: signed for " + verdict.publicUrl() + key))
                : new Finding(false, refused(verdict, call, account, best));
    }

    /** A character for each byte, as the server reads it. */
    private static String bytes(String target) {
        return new String(target.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private Optional<Guess<Signed>> best(Call call, CalledUrl url, String account) {
        List<Guess<List<Entry<String, String>>>> forms = FormGuesses.of(call.form(), url.query());
        List<Guess<NamedKey>> keys = new KeyGuesses(account, accounts, sharedKeys, otherTokens).of(call.sharedKey());
        List<Guess<Signed>> matches = new ArrayList<>();
        for (Guess<String> guess : urls(url)) {
            for (Guess<List<Entry<String, String>>> form : forms) {
                for (Guess<NamedKey> key : keys) {
                    int differences = Stream.of(guess, form, key)
                            .mapToInt(part -> part.differences().size())
                            .sum();
                    if (differences <= MOST_DIFFERENCES
                            && key.value()
                                    .key()
                                    .sign(guess.value(), form.value())
                                    .equals(call.signature())) {
                        Signed signed = new Signed(guess.value(), key.value());
                        matches.add(guess.and(form, signed).and(key, signed));
                    }
                }
            }
        }
        return matches.stream()
                .min(Comparator.comparingInt(match -> match.differences().size()));
    }

    private List<Guess<String>> urls(CalledUrl url) {
        List<Guess<String>> urls = new ArrayList<>();
        for (Guess<String> address : new AddressGuesses(publicUrls, url).all()) {
            for (Guess<String> path : paths(url.path())) {
                for (Guess<String> query : QueryGuesses.of(url)) {
                    Guess<String> guess = address.and(path, address.value() + path.value());
                    urls.add(guess.and(query, guess.value() + query.value()));
                }
            }
        }
        return urls;
    }

    private static List<Guess<String>> paths(String path) {
        boolean slash = path.endsWith("/");
        return List.of(
                Guess.asChecked(path),
                Guess.but(
                        slash ? path.substring(0, path.length() - 1) : path + "/",
                        "the path was signed " + (slash ? "without" : "with") + " a slash at its end",
                        "enter the path at Twilio as the route has it; a proxy must not add or remove the slash"));
    }

    private List<String> refused(
            SignatureVerifier.Verdict verdict, Call call, String account, Optional<Guess<Signed>> best) {
        List<String> lines = new ArrayList<>();
        lines.add("refused: " + verdict.refusal().label());
        publicUrls.forEach(url -> lines.add("  checked for: " + url));
        lines.add("  account:     " + account);
        if (call.sharedKey() != null) {
            lines.add("  shared key:  " + call.sharedKey().key());
        }
        if (best.isPresent()) {
            lines.add("  signed was:  " + best.get().value().url());
            lines.add("  signed with: " + best.get().value().key().name());
            best.get().differences().forEach(difference -> lines.add("  difference:  " + difference));
            best.get().remedies().forEach(remedy -> lines.add("  change:      " + remedy));
        } else {
            noMatch(verdict.refusal(), call, account).forEach(line -> lines.add("  " + line));
        }
        return lines;
    }

    /** What to look at when nothing that was tried gives the signature. */
    private static Stream<String> noMatch(Refusal refusal, Call call, String account) {
        return switch (refusal) {
            case KEY_HEADER ->
                Stream.of("expected in that header: key=<id>,algorithm=HMAC_SHA1 or HMAC_SHA256, each once");
            case UNKNOWN_ALGORITHM ->
                Stream.of(call.sharedKey().algorithm() + " is not known; allowed: HMAC_SHA1, HMAC_SHA256");
            case UNKNOWN_KEY ->
                Stream.of("set twilio.signing-keys." + call.sharedKey().key() + ", if this key is yours");
            case UNKNOWN_ACCOUNT ->
                Stream.of("set twilio.accounts." + account + ".auth-token, if this account is yours");
            default -> noMatch(call);
        };
    }

    private static Stream<String> noMatch(Call call) {
        int length = call.signature().length();
        if (length == SignatureAlgorithm.HMAC_SHA256.length() && call.sharedKey() == null) {
            return Stream.of(
                    "this signature is an HMAC-SHA256, as shared keys make them: pass the header",
                    SigningKeyHeader.SETTINGS + " with --settings; a proxy must pass it on");
        }
        if (length != SignatureAlgorithm.HMAC_SHA1.length() && length != SignatureAlgorithm.HMAC_SHA256.length()) {
            return Stream.of("X-Twilio-Signature has 28 characters, or 44 of an HMAC-SHA256, this one has " + length);
        }
        return """
                no address, query or form that was tried gives this signature with a known token or key:
                - the token: is it the primary auth token of the account and region, or the secret of the key?
                  try an older one with --token-env
                - the URL: pass it with --url exactly as it is entered at Twilio
                - the form: pass it as it was sent, every field, also the empty ones""".lines();
    }
}
