package io.voicewebhooks.signature.diagnosis;

import io.voicewebhooks.config.Account;
import io.voicewebhooks.signature.SignatureAlgorithm;
import io.voicewebhooks.signature.SignatureKey;
import io.voicewebhooks.signature.SigningKeyHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which token or shared key Twilio may have signed with. */
final class KeyGuesses {
    private final List<Guess<NamedKey>> guesses = new ArrayList<>();
    private final String account;
    private final Iterable<Account> accounts;
    private final Map<String, String> sharedKeys;
    private final Map<String, String> others;

    /** The account is the one that the request names; others are further tokens by what they are called. */
    KeyGuesses(String account, Iterable<Account> accounts, Map<String, String> sharedKeys, Map<String, String> others) {
        this.account = account;
        this.accounts = accounts;
        this.sharedKeys = sharedKeys;
        this.others = others;
    }

    /** A token or shared key and what it is called, since it is never printed. */
    record NamedKey(String name, SignatureKey key) {
        static NamedKey of(String name, String token) {
            return new NamedKey(name, new SignatureKey(token));
        }
    }

    /** The header is {@code null} where there is none. */
    List<Guess<NamedKey>> of(SigningKeyHeader header) {
        accounts.forEach(known -> tokens(known, header));
        sharedKeys.forEach((id, secret) -> {
            for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
                NamedKey key =
                        new NamedKey("shared key " + id + " (" + algorithm + ")", new SignatureKey(secret, algorithm));
                guesses.add(sharedKey(id, algorithm, key, header));
            }
        });
        others.forEach((name, secret) -> {
            if (header == null) {
                guesses.add(Guess.but(
                        NamedKey.of(name, secret),
                        "it was signed with " + name + ", which is not configured for account " + account,
                        "add this token to those of the account, separated by a comma"));
            } else {
                for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
                    guesses.add(Guess.but(
                            new NamedKey(name, new SignatureKey(secret, algorithm)),
                            "it was signed with " + name + ", which is not the secret of key " + header.key(),
                            "set twilio.signing-keys." + header.key() + " to it"));
                }
            }
        });
        return guesses;
    }

    private void tokens(Account known, SigningKeyHeader header) {
        for (int i = 0; i < known.tokens().size(); i++) {
            String name = "token " + (i + 1) + " of " + known.tokens().size() + " of account " + known.sid();
            NamedKey key = NamedKey.of(name, known.tokens().get(i));
            if (header != null) {
                guesses.add(Guess.but(
                        key,
                        "the header names a shared key, and it was signed with " + name,
                        "Twilio sends no such header with the signature of a token: look what adds it"));
            } else if (known.sid().equals(account)) {
                guesses.add(Guess.asChecked(key));
            } else {
                guesses.add(Guess.but(
                        key,
                        "the request names account " + account + " and was signed with " + name,
                        "give each account its own token"));
            }
        }
    }

    private static Guess<NamedKey> sharedKey(
            String id, SignatureAlgorithm algorithm, NamedKey key, SigningKeyHeader header) {
        if (header == null) {
            return Guess.but(
                    key,
                    "it was signed with " + key.name() + ", and no header names that key",
                    "pass the header " + SigningKeyHeader.SETTINGS + " with --settings; a proxy must pass it on");
        }
        if (!id.equalsIgnoreCase(header.key())) {
            return Guess.but(
                    key,
                    "the header names the key " + header.key() + ", and it was signed with " + key.name(),
                    "give each key its own secret");
        }
        return header.algorithm() == null || algorithm.name().equalsIgnoreCase(header.algorithm())
                ? Guess.asChecked(key)
                : Guess.but(
                        key,
                        "the header names the algorithm " + header.algorithm() + ", and it was signed by " + algorithm,
                        "name the algorithm in the header that signs; a proxy must pass the header on as it is");
    }
}
