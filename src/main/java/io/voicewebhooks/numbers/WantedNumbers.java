package io.voicewebhooks.numbers;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.PublicUrl;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.twiml.Twiml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is wanted of whom ({@code twilio.numbers}): the first entry that fits decides. */
final class WantedNumbers {
    private static final String INCOMING = "/voice/incoming";
    private static final String STATUS = "/voice/status";

    /**
     * Somebody who is listed.
     *
     * @param name a number, the beginning of one with an asterisk, an asterisk for all numbers, or the SID of something else
     * @param path what is asked for each call, below the public URL
     */
    private record Entry(String name, String path) {
        static Entry of(String text) {
            String[] parts = text.split("=", 2);
            return new Entry(parts[0].strip(), parts.length == 1 ? INCOMING : parts[1].strip());
        }

        boolean fits(VoiceResource resource) {
            if (resource.kind() != ResourceKind.NUMBER) {
                return name.equals(resource.sid());
            }
            // a pattern takes no number off a trunk
            return name.endsWith("*")
                    ? resource.name().startsWith(name.substring(0, name.length() - 1))
                            && resource.takesCalls()
                            && resource.value("TrunkSid").isEmpty()
                    : name.equals(resource.name());
        }
    }

    private final List<Entry> entries;
    private final List<String> publicUrls;
    private final Optional<String> fallback;

    WantedNumbers(Settings settings) {
        this.entries = settings.list(Key.TWILIO_NUMBERS).stream().map(Entry::of).toList();
        this.publicUrls =
                settings.publicUrls().stream().map(PublicUrl::toString).toList();
        this.fallback = settings.find(Key.TWILIO_NUMBERS_FALLBACK_URL);
    }

    /** The kinds of which something is listed; numbers always. */
    Set<ResourceKind> kinds() {
        return Set.of(ResourceKind.values()).stream()
                .filter(kind -> kind == ResourceKind.NUMBER
                        || entries.stream().anyMatch(entry -> entry.name().startsWith(kind.prefix())))
                .collect(Collectors.toSet());
    }

    /** What is asked for calls, below the public URL. */
    Set<String> paths() {
        return entries.stream().map(Entry::path).collect(Collectors.toCollection(TreeSet::new));
    }

    boolean lists(VoiceResource resource) {
        return entries.stream().anyMatch(entry -> entry.fits(resource));
    }

    /** Those who are listed by name and that nobody has. */
    List<String> missing(List<VoiceResource> found) {
        return entries.stream()
                .filter(entry -> !entry.name().endsWith("*") && found.stream().noneMatch(entry::fits))
                .map(Entry::name)
                .toList();
    }

    /** What is to change there, none where it is not listed. */
    List<Change> changes(VoiceResource resource) {
        return entries.stream()
                .filter(entry -> entry.fits(resource))
                .findFirst()
                .map(entry -> changes(resource, entry.path()))
                .orElse(List.of());
    }

    private List<Change> changes(VoiceResource resource, String path) {
        Map<String, List<String>> wanted = new LinkedHashMap<>();
        String overriding = resource.overriding();
        if (overriding != null && isListed(resource.value(overriding))) {
            // the TwiML App is looked at itself
            return List.of();
        }
        if (overriding != null) {
            wanted.put(overriding, List.of(""));
        }
        wanted.put("VoiceUrl", ours(path));
        wanted.put("VoiceMethod", List.of("POST"));
        fallback.ifPresent(url -> {
            wanted.put("VoiceFallbackUrl", List.of(url));
            wanted.put("VoiceFallbackMethod", List.of("POST"));
        });
        wanted.put(resource.kind().statusCallback(), ours(STATUS));
        wanted.put(resource.kind().statusCallbackMethod(), List.of("POST"));
        List<Change> changes = new ArrayList<>();
        wanted.forEach((field, values) -> {
            if (!values.contains(resource.value(field))) {
                changes.add(new Change(field, resource.value(field), values.get(0)));
            }
        });
        return changes;
    }

    private boolean isListed(String sid) {
        return entries.stream().anyMatch(entry -> entry.name().equals(sid));
    }

    /** Below each public URL; the first is written, the others are as good. */
    private List<String> ours(String path) {
        return publicUrls.stream().map(url -> url + path + Twiml.RETRY).toList();
    }
}
