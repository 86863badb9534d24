package io.voicewebhooks.console;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;

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

    private final Map<String, Asset> assets = new TreeMap<>();
    private final String version;

    private record Asset(String type, Buffer plain, Buffer compressed) {}

    Assets() {
        CRC32 sum = new CRC32();
        FILES.keySet().stream().sorted().forEach(name -> {
            byte[] bytes = read(FILES.get(name) + name);
            sum.update(bytes);
            String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
            assets.put(name, new Asset(type, Buffer.buffer(bytes), Buffer.buffer(compressed(bytes))));
        });
        this.version = Long.toHexString(sum.getValue());
    }

    /** The path of all, without the base path. */
    String path() {
        return "/assets/" + version;
    }

    /** {@code GET /assets/:version/:name}. */
    PageAnswer answer(PageRequest request) {
        Asset asset = assets.get(request.path("name"));
        if (asset == null || !version.equals(request.path("version"))) {
            return request.error(404, "There is no such file.");
        }
        String accepted = request.http().request().getHeader("Accept-Encoding");
        boolean compressed = accepted != null && accepted.contains("gzip");
        Map<String, String> headers = new TreeMap<>();
        headers.put("Content-Type", asset.type());
        headers.put("Cache-Control", "public, max-age=31536000, immutable");
        headers.put("Vary", "Accept-Encoding");
        if (compressed) {
            headers.put("Content-Encoding", "gzip");
        }
        return new PageAnswer(200, headers, compressed ? asset.compressed() : asset.plain());
    }

    private static byte[] read(String resource) {
        try (InputStream stream = Assets.class.getResourceAsStream(resource)) {
            return Objects.requireNonNull(stream, resource).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] compressed(byte[] bytes) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(compressed)) {
            stream.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }
}
