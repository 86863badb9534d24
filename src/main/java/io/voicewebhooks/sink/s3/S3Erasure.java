package io.voicewebhooks.sink.s3;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.event.CallsOf;
import io.voicewebhooks.event.EventStore;
import io.voicewebhooks.event.IncompleteErasureException;
import io.voicewebhooks.event.NotAnEventException;
import io.voicewebhooks.event.VoiceEventJson;
import io.voicewebhooks.observe.Cause;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Forgets calls in S3, with the former versions that a bucket may keep. Keys tell the CallSid and no number, so whoever looks
 * for a number reads every event of the bucket through. The application needs {@code s3:ListBucket}, {@code s3:GetObject},
 * {@code s3:DeleteObject} and {@code s3:GetBucketVersioning} for it, and where there are versions
 * {@code s3:ListBucketVersions}, {@code s3:GetObjectVersion} and {@code s3:DeleteObjectVersion}.
 */
final class S3Erasure implements EventStore {
    private static final Logger LOG = LoggerFactory.getLogger(S3Erasure.class);
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;

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

    /**
     * An object, or one of its versions.
     *
     * @param version {@code null} where the bucket keeps none
     */
    private record Item(String key, String version) {}

    @Override
    public Set<String> callsOf(String text) {
        CallsOf calls = new CallsOf(text);
        try (Stream<Item> events = items("events/", keepsVersions())) {
            events.forEach(event -> {
                try {
                    calls.look(VoiceEventJson.read(client().getObjectAsBytes(request ->
                                    request.bucket(bucket()).key(event.key()).versionId(event.version()))
                            .asByteArray()));
                } catch (NotAnEventException e) {
                    LOG.debug("{} is somebody else's", event.key());
                } catch (S3Exception e) {
                    // removed meanwhile, or the mark of a deletion
                    if (e.statusCode() != NOT_FOUND && e.statusCode() != NOT_ALLOWED) {
                        throw e;
                    }
                }
            });
        }
        return calls.callSids();
    }

    @Override
    public Map<String, Long> erase(Set<String> callSids) throws IncompleteErasureException {
        Map<String, Long> removed = new LinkedHashMap<>();
        remove(callSids, false, "objects", removed);
        try {
            if (keepsVersions()) {
                remove(callSids, true, "versions", removed);
            }
        } catch (SdkException e) {
            throw new IncompleteErasureException(
                    "former versions of what was removed may be in the bucket, which the application cannot remove ("
                            + Cause.of(e) + "): a lifecycle rule or an administrator has to",
                    removed);
        }
        return removed;
    }

    private void remove(Set<String> callSids, boolean versions, String kind, Map<String, Long> removed) {
        List<Item> found;
        try (Stream<Item> items = Stream.of("events/", "recordings/").flatMap(folder -> items(folder, versions))) {
            found = items.filter(item -> callSids.contains(call(item.key()))).toList();
        }
        for (Item item : found) {
            // one by one: not every compatible server takes the digest of a request for many
            client().deleteObject(
                            request -> request.bucket(bucket()).key(item.key()).versionId(item.version()));
            removed.merge(kind, 1L, Long::sum);
        }
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

    private Stream<Item> items(String folder, boolean versions) {
        String prefix = Settings.of(context).get(Key.S3_PREFIX) + folder;
        if (!versions) {
            return client()
                    .listObjectsV2Paginator(request -> request.bucket(bucket()).prefix(prefix))
                    .contents()
                    .stream()
                    .map(object -> new Item(object.key(), null));
        }
        return client()
                .listObjectVersionsPaginator(request -> request.bucket(bucket()).prefix(prefix))
                .stream()
                .flatMap(page -> Stream.concat(
                        page.versions().stream().map(each -> new Item(each.key(), each.versionId())),
                        page.deleteMarkers().stream().map(each -> new Item(each.key(), each.versionId()))));
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
