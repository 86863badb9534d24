package io.voicewebhooks.signature;

import io.voicewebhooks.config.Account;
import io.voicewebhooks.config.PublicUrl;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Decides whether Twilio signed a request: over one of the configured public URLs, with a token of the account that the
 * request names, or with the shared key that it names and no other. Nothing that a request says of its own address (Host,
 * X-Forwarded-*) counts.
 *
 * <p>Every comparison takes the same time wherever the difference is, and an unknown account or key takes as long as a known
 * one, so that a stranger learns neither signatures nor accounts nor keys from the time of a refusal.
 */
public final class SignatureVerifier {
    private final List<Base> bases;
    private final Map<String, List<SignatureKey>> keys = new HashMap<>();
    private final List<SignatureKey> nobodysKeys;
    private final SharedKeys sharedKeys;
    private final String mainAccount;
    private final Carrier carrier;

    /** What may stand in front of a request target in the signed URL; where a path is given, only if it begins so. */
    private record Base(PublicUrl publicUrl, String onlyBelow, byte[] bytes) {}

    /**
     * The tokens of the main account sign a request that names none; there is at least one public URL. The shared keys are
     * secrets by lower-case ids.
     */
    public SignatureVerifier(
            List<PublicUrl> publicUrls,
            Iterable<Account> accounts,
            String mainAccount,
            Map<String, String> sharedKeys) {
        this(publicUrls, accounts, mainAccount, sharedKeys, Carrier.TWILIO);
    }

    SignatureVerifier(
            List<PublicUrl> publicUrls,
            Iterable<Account> accounts,
            String mainAccount,
            Map<String, String> sharedKeys,
            Carrier carrier) {
        this.carrier = carrier;
        this.sharedKeys = new SharedKeys(sharedKeys);
        this.bases = publicUrls.stream().flatMap(SignatureVerifier::bases).toList();
        this.mainAccount = mainAccount;
        int most = 1;
        for (Account account : accounts) {
            most = Math.max(most, account.tokens().size());
        }
        for (Account account : accounts) {
            keys.put(account.sid(), keys(account.tokens(), most));
        }
        this.nobodysKeys = keys(List.of(), most);
    }

    /** Keys that nobody knows fill up the list, so that it has the same length for each account. */
    private static List<SignatureKey> keys(List<String> tokens, int count) {
        List<SignatureKey> keys = new ArrayList<>();
        tokens.forEach(token -> keys.add(new SignatureKey(token)));
        while (keys.size() < count) {
            keys.add(new SignatureKey(UUID.randomUUID().toString()));
        }
        return keys;
    }

    /** The outcome: the public URL under which the request was signed, or why it is refused. Exactly one is set. */
    public record Verdict(PublicUrl publicUrl, Refusal refusal) {
        /** Whether the request may come in. */
        public boolean accepted() {
            return refusal == null;
        }
    }

    public Verdict verify(TwilioRequest request) {
        if (request.signatures().size() != 1 || request.signatures().get(0).isEmpty()) {
            return new Verdict(null, Refusal.NO_SIGNATURE);
        }
        SigningKeyHeader named = request.sharedKey();
        if (named != null && named.problem() != null) {
            return new Verdict(null, named.problem());
        }
        String account = request.first("AccountSid");
        List<SignatureKey> tokens = keys.getOrDefault(account == null ? mainAccount : account, nobodysKeys);
        PublicUrl publicUrl = calledUrl(
                request,
                named == null
                        ? tokens
                        : sharedKeys.of(named, request.signatures().get(0)));
        if (named != null && !sharedKeys.knows(named)) {
            return new Verdict(null, Refusal.UNKNOWN_KEY);
        }
        if (tokens == nobodysKeys) {
            return new Verdict(null, Refusal.UNKNOWN_ACCOUNT);
        }
        return publicUrl == null ? new Verdict(null, Refusal.MISMATCH) : new Verdict(publicUrl, null);
    }

    /** The public URL that these keys have signed with this request, or {@code null}. */
    private PublicUrl calledUrl(TwilioRequest request, List<SignatureKey> tokens) {
        // compared as text: base64 has several spellings
        byte[] signature = request.signatures().get(0).getBytes(StandardCharsets.UTF_8);
        // a target that is no path could go on with the host: .example.net://x/voice/status
        if (signature.length != tokens.get(0).algorithm().length()
                || !request.target().startsWith("/")) {
            return null;
        }
        byte[] form = carrier.sorted(request.form()).getBytes(StandardCharsets.UTF_8);
        PublicUrl called = calledUrl(signature, request.target(), form, tokens);
        if (called != null || !request.method().equals("GET")) {
            return called;
        }
        return QueryString.unescaped(request.target()).stream()
                .map(target -> calledUrl(signature, target, form, tokens))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private PublicUrl calledUrl(byte[] signature, String target, byte[] form, List<SignatureKey> tokens) {
        byte[] bytes = target.getBytes(StandardCharsets.ISO_8859_1);
        for (Base base : bases) {
            if (target.startsWith(base.onlyBelow())) {
                for (SignatureKey token : tokens) {
                    if (MessageDigest.isEqual(signature, token.sign(base.bytes(), bytes, form))) {
                        return base.publicUrl();
                    }
                }
            }
        }
        return null;
    }

    /**
     * The proxy may strip the configured prefix or keep it, and Twilio's products differ in whether they sign the default
     * port, so both ways are tried (twilio-java does the same).
     */
    private static Stream<Base> bases(PublicUrl url) {
        return Stream.of(url.origin(), otherPort(url.origin()))
                .flatMap(origin -> url.prefix().isEmpty()
                        ? Stream.of(base(url, "", origin))
                        : Stream.of(base(url, "", origin + url.prefix()), base(url, url.prefix() + "/", origin)));
    }

    private static Base base(PublicUrl url, String onlyBelow, String text) {
        return new Base(url, onlyBelow, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String otherPort(String origin) {
        int colon = origin.lastIndexOf(':');
        boolean hasPort = colon > origin.indexOf("://") && origin.indexOf(']', colon) < 0;
        return hasPort ? origin.substring(0, colon) : origin + (origin.startsWith("https:") ? ":443" : ":80");
    }
}
