package io.voicewebhooks.console;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * Stylesheet, scripts and icon. Their path holds a check sum of all, so browsers keep them for ever and ask for others after
 * an upgrade.
 */
final class Assets {
    private static final String OURS = "/io/voicewebhooks/console/assets/";
    private static final String WEBJARS = "/META-INF/resources/webjars/";
    private static final Map<String, String> FILES = Map.of(
            "console.css", OURS,
            "console.js", OURS,
            "copy.js", OURS,
            "live.js", OURS,
            "icon.svg", OURS,
            "routes.css", "/io/voicewebhooks/diagram/",
            "htmx.min.js", WEBJARS + "htmx.org/2.0.4/dist/");
    private static final Map<String, String> TYPES =
            Map.of("css", "text/css; charset=utf-8", "js", "text/javascript; charset=utf-8", "svg", "image/svg+xml");

    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    private final Map<String, PageAnswer> assets = new TreeMap<>();
    private final CRC32 sum = new CRC32();

    Assets() {
        FILES.keySet().stream().sorted().forEach(name -> add(FILES.get(name) + name));
    }

    /** Adds a file of the class path under its name, before anybody asks for one. */
    void add(String resource) {
        byte[] bytes = read(resource);
        sum.update(bytes);
        String type = TYPES.get(resource.substring(resource.lastIndexOf('.') + 1));
        Map<String, String> headers =
                Map.of("Content-Type", type, "Cache-Control", FOR_EVER, "Vary", "Accept-Encoding");
        String name = resource.substring(resource.lastIndexOf('/') + 1);
        assets.put(name, new PageAnswer(200, headers, Buffer.buffer(bytes)));
    }

    /** The path of all, without the base path. */
    String path() {
        return "/assets/" + version();
    }

    private String version() {
        return Long.toHexString(sum.getValue());
    }

    /** {@code GET /assets/:version/:name}. */
    PageAnswer answer(PageRequest request) {
        PageAnswer asset = assets.get(request.path("name"));
        return asset != null && version().equals(request.path("version"))
                ? asset
                : request.error(404, "There is no such file.");
    }

    static byte[] read(String resource) {
        try (InputStream stream = Assets.class.getResourceAsStream(resource)) {
            return Objects.requireNonNull(stream, resource).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
