package io.voicewebhooks.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Calls or recordings that are looked at again, of which there may be very many: some hundred bytes each. */
final class PackedResources {
    private static final int BATCH = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<byte[]> packed = new ArrayList<>();

    /** Keeps what is needed of one. */
    void add(TwilioResource resource) {
        ObjectNode needed = resource.fields().deepCopy();
        try {
            packed.add(JSON.writeValueAsBytes(needed.retain(TwilioResource.NEEDED)));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From the last one to the first: Twilio's lists have the newest first. */
    Stream<TwilioResource> oldest() {
        ListIterator<byte[]> end = packed.listIterator(packed.size());
        return Stream.generate(end::previous).limit(packed.size()).map(PackedResources::unpacked);
    }

    private static TwilioResource unpacked(byte[] packed) {
        try {
            return new TwilioResource(JSON.readTree(packed));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void batches(Stream<TwilioResource> all, Consumer<List<TwilioResource>> each) {
        List<TwilioResource> batch = new ArrayList<>();
        for (Iterator<TwilioResource> resources = all.iterator(); resources.hasNext(); ) {
            batch.add(resources.next());
            if (batch.size() == BATCH || !resources.hasNext()) {
                each.accept(batch);
                batch.clear();
            }
        }
    }
}
