package io.voicewebhooks.signature;

import io.voicewebhooks.config.Account;
import io.voicewebhooks.config.PublicUrl;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Decides whether Twilio signed a request: over one of the configured public URLs, with a token of the account that the
 * request names. Nothing that a request says of its own address (Host, X-Forwarded-*) counts.
 */
public final class SignatureVerifier {
    private final List<PublicUrl> publicUrls;
    private final Map<PublicUrl, List<String>> bases = new HashMap<>();
    private final Map<String, List<SignatureKey>> keys = new HashMap<>();
    private final String mainAccount;

    /**
     * @param publicUrls  where Twilio calls us, at least one
     * @param accounts    the accounts whose webhooks are accepted
     * @param mainAccount the SID whose tokens sign a request that names no account
     */
    public SignatureVerifier(List<PublicUrl> publicUrls, Iterable<Account> accounts, String mainAccount) {
        this.publicUrls = List.copyOf(publicUrls);
        this.publicUrls.forEach(url -> bases.put(url, bases(url)));
        accounts.forEach(account -> keys.put(
                account.sid(), account.tokens().stream().map(SignatureKey::new).toList()));
        this.mainAccount = mainAccount;
    }

    /** The outcome: the public URL under which the request was signed, or why it is refused. Exactly one is set. */
    public record Verdict(PublicUrl publicUrl, Refusal refusal) {
        /** Whether the request may come in. */
        public boolean accepted() {
            return refusal == null;
        }
    }

    public Verdict verify(TwilioRequest request) {
        byte[] signature = signature(request.signatures());
        if (signature.length == 0) {
            return new Verdict(null, Refusal.NO_SIGNATURE);
        }
        String account = request.first("AccountSid");
        List<SignatureKey> tokens = keys.get(account == null ? mainAccount : account);
        if (tokens == null) {
            return new Verdict(null, Refusal.UNKNOWN_ACCOUNT);
        }
        String form = SignatureKey.sorted(request.form());
        for (PublicUrl publicUrl : publicUrls) {
            for (String base : bases.get(publicUrl)) {
                for (SignatureKey token : tokens) {
                    if (MessageDigest.isEqual(signature, token.sign(base + request.target(), form))) {
                        return new Verdict(publicUrl, null);
                    }
                }
            }
        }
        return new Verdict(null, Refusal.MISMATCH);
    }

    /** The text of the header, empty if there is not exactly one. It is compared as text: base64 has several spellings. */
    private static byte[] signature(List<String> headers) {
        return headers.size() == 1 ? headers.get(0).getBytes(StandardCharsets.UTF_8) : new byte[0];
    }

    /**
     * What may stand before the request target: the proxy may strip the configured prefix or keep it, and Twilio's
     * products differ in whether they sign the default port, so both ways are tried (twilio-java does the same).
     */
    private static List<String> bases(PublicUrl url) {
        Set<String> bases = new LinkedHashSet<>();
        List<String> origins = origins(url.origin());
        Stream.of(url.prefix(), "").forEach(prefix -> origins.forEach(origin -> bases.add(origin + prefix)));
        return new ArrayList<>(bases);
    }

    private static List<String> origins(String origin) {
        int colon = origin.lastIndexOf(':');
        boolean hasPort = colon > origin.indexOf("://") && origin.indexOf(']', colon) < 0;
        String other = hasPort ? origin.substring(0, colon) : origin + (origin.startsWith("https:") ? ":443" : ":80");
        return List.of(origin, other);
    }
}
