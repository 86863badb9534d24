package io.voicewebhooks.signature;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The shared keys that are configured. One that is not is as long at work, and signs nothing. */
final class SharedKeys {
    private final Map<String, Map<SignatureAlgorithm, List<SignatureKey>>> keys = new HashMap<>();
    private final Map<SignatureAlgorithm, List<SignatureKey>> nobodys =
            keys(UUID.randomUUID().toString());

    /** Secrets by the lower-case ids of their keys. */
    SharedKeys(Map<String, String> secrets) {
        secrets.forEach((id, secret) -> keys.put(id, keys(secret)));
    }

    private static Map<SignatureAlgorithm, List<SignatureKey>> keys(String secret) {
        return Stream.of(SignatureAlgorithm.values())
                .collect(Collectors.toMap(each -> each, each -> List.of(new SignatureKey(secret, each))));
    }

    boolean knows(SigningKeyHeader header) {
        return keys.containsKey(id(header));
    }

    /** What signs as the header says, exactly one. */
    List<SignatureKey> of(SigningKeyHeader header, String signature) {
        return keys.getOrDefault(id(header), nobodys).get(header.algorithmOf(signature));
    }

    private static String id(SigningKeyHeader header) {
        return header.key().toLowerCase(Locale.ROOT);
    }
}
