package io.voicewebhooks.sink.s3;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.event.CallsOf;
import io.voicewebhooks.event.EventStore;
import io.voicewebhooks.event.IncompleteErasureException;
import io.voicewebhooks.event.NotAnEventException;
import io.voicewebhooks.event.VoiceEventJson;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Forgets calls in S3. Keys tell the CallSid and no number, so whoever looks for a number reads every event of the bucket
 * through. The application needs {@code s3:ListBucket}, {@code s3:GetObject}, {@code s3:DeleteObject} and
 * {@code s3:GetBucketVersioning} for it.
 */
final class S3Erasure implements EventStore {
    private static final Logger LOG = LoggerFactory.getLogger(S3Erasure.class);
    private static final int FORBIDDEN = 403;

    private final CamelContext context;

    S3Erasure(CamelContext context) {
        this.context = context;
    }

    @Override
    public String name() {
        return "s3";
    }

    @Override
    public boolean isOn() {
        return Settings.of(context).isOn(Key.S3_ENABLED);
    }

    @Override
    public Set<String> callsOf(String text) {
        CallsOf calls = new CallsOf(text);
        try (Stream<String> keys = keys("events/")) {
            keys.forEach(key -> {
                try {
                    calls.look(VoiceEventJson.read(client().getObjectAsBytes(
                                    request -> request.bucket(bucket()).key(key))
                            .asByteArray()));
                } catch (NoSuchKeyException | NotAnEventException e) {
                    // removed meanwhile, or somebody else's
                    return;
                }
            });
        }
        return calls.callSids();
    }

    @Override
    public Map<String, Long> erase(Set<String> callSids) throws IncompleteErasureException {
        List<String> found;
        try (Stream<String> keys = Stream.of("events/", "recordings/").flatMap(this::keys)) {
            found = keys.filter(key -> callSids.contains(call(key))).toList();
        }
        for (String key : found) {
            // one by one: not every compatible server takes the digest of a request for many
            client().deleteObject(request -> request.bucket(bucket()).key(key));
        }
        Map<String, Long> removed = found.isEmpty() ? Map.of() : Map.of("objects", (long) found.size());
        if (!found.isEmpty() && keepsVersions()) {
            throw new IncompleteErasureException(
                    "the bucket keeps former versions of what was removed: a lifecycle rule or an administrator"
                            + " has to remove those of " + found.size() + " objects",
                    removed);
        }
        return removed;
    }

    private boolean keepsVersions() {
        try {
            return client().getBucketVersioning(request -> request.bucket(bucket()))
                            .status()
                    != null;
        } catch (S3Exception e) {
            if (e.statusCode() == FORBIDDEN) {
                throw e;
            }
            LOG.debug("a server that knows no versions", e);
            return false;
        }
    }

    private Stream<String> keys(String kind) {
        return client()
                .listObjectsV2Paginator(request ->
                        request.bucket(bucket()).prefix(Settings.of(context).get(Key.S3_PREFIX) + kind))
                .contents()
                .stream()
                .map(S3Object::key);
    }

    /** {@code …/yyyy/MM/dd/<CallSid>/<name>}. */
    private static String call(String key) {
        String[] parts = key.split("/");
        return parts.length < 2 ? "" : parts[parts.length - 2];
    }

    private String bucket() {
        return Settings.of(context).get(Key.S3_BUCKET);
    }

    private S3Client client() {
        return context.getRegistry().lookupByNameAndType("s3Client", S3Client.class);
    }
}
