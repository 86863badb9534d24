package io.voicewebhooks.signature.diagnosis;

import io.voicewebhooks.config.Account;
import io.voicewebhooks.signature.SignatureKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which token Twilio may have signed with. */
final class KeyGuesses {
    private KeyGuesses() {}

    /** A token and what it is called, since it is never printed. */
    record NamedKey(String name, SignatureKey key) {
        static NamedKey of(String name, String token) {
            return new NamedKey(name, new SignatureKey(token));
        }
    }

    /** The account is the one that the request names; others are further tokens by what they are called. */
    static List<Guess<NamedKey>> of(String account, Iterable<Account> accounts, Map<String, String> others) {
        List<Guess<NamedKey>> guesses = new ArrayList<>();
        for (Account known : accounts) {
            for (int i = 0; i < known.tokens().size(); i++) {
                String name = "token " + (i + 1) + " of " + known.tokens().size() + " of account " + known.sid();
                NamedKey key = NamedKey.of(name, known.tokens().get(i));
                guesses.add(
                        known.sid().equals(account)
                                ? Guess.asChecked(key)
                                : Guess.but(
                                        key,
                                        "the request names account " + account + " and was signed with " + name,
                                        "give each account its own token"));
            }
        }
        others.forEach((name, token) -> guesses.add(Guess.but(
                NamedKey.of(name, token),
                "it was signed with " + name + ", which is not configured for account " + account,
                "add this token to those of the account, separated by a comma")));
        return guesses;
    }
}
