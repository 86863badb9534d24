package io.voicewebhooks.dev.standin;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.apache.hc.core5.net.URIBuilder;

/**
 * As much of S3 as sink, console and erasing use, addressed by path: objects are put, got, looked for, listed and deleted.
 * Buckets are there as soon as they are named; signatures and checksums are not looked at.
 */
final class S3StandIn {
    private static final String META = "x-amz-meta-";
    private static final int BUFFER = 65_536;

    private final ObjectFiles files;
    private final Consumer<String> arrived;

    /**
     * @param arrived is told the key of each object that was put, with its bucket in front
     */
    S3StandIn(ObjectFiles files, Consumer<String> arrived) {
        this.files = files;
        this.arrived = arrived;
    }

    void answer(HttpExchange exchange) throws IOException {
        String key = exchange.getRequestURI().getPath().replaceFirst("^/", "");
        switch (exchange.getRequestMethod()) {
            case "PUT" -> put(exchange, key);
            case "GET", "HEAD" -> {
                if (key.contains("/")) {
                    get(exchange, key);
                } else {
                    list(exchange, key);
                }
            }
            case "DELETE" -> {
                files.remove(key);
                exchange.sendResponseHeaders(204, -1);
            }
            default -> error(exchange, 501, "NotImplemented");
        }
    }

    private void put(HttpExchange exchange, String key) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        Map<String, String> metadata = new TreeMap<>();
        headers.forEach((name, values) -> {
            if (name.toLowerCase(Locale.ROOT).startsWith(META)) {
                metadata.put(name.substring(META.length()).toLowerCase(Locale.ROOT), values.get(0));
            }
        });
        String type = headers.getFirst("Content-Type");
        StoredObject object =
                files.put(key, type == null ? "" : type, metadata, content(headers, exchange.getRequestBody()));
        arrived.accept(key);
        exchange.getResponseHeaders().set("ETag", '"' + object.md5() + '"');
        exchange.sendResponseHeaders(200, -1);
    }

    /** The encoding {@code aws-chunked} is that of HTTP/1.1, with signatures as extensions and checksums as trailers. */
    private static InputStream content(Headers headers, InputStream body) {
        boolean chunked =
                String.valueOf(headers.getFirst("x-amz-content-sha256")).startsWith("STREAMING-");
        return chunked ? new ChunkedInputStream(new SessionInputBufferImpl(BUFFER), body) : body;
    }

    private void get(HttpExchange exchange, String key) throws IOException {
        StoredObject object = files.find(key).orElse(null);
        if (object == null) {
            error(exchange, 404, "NoSuchKey");
            return;
        }
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", object.type().isEmpty() ? "binary/octet-stream" : object.type());
        headers.set("ETag", '"' + object.md5() + '"');
        headers.set("Accept-Ranges", "bytes");
        headers.set(
                "Last-Modified",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        Instant.parse(object.stored()).atOffset(ZoneOffset.UTC)));
        object.metadata().forEach((name, value) -> headers.set(META + name, value));
        String range = exchange.getRequestHeaders().getFirst("Range");
        long first = 0;
        long last = object.bytes() - 1;
        if (range != null && range.matches("bytes=\\d{1,18}-\\d{0,18}")) {
            String[] ends = range.substring("bytes=".length()).split("-");
            first = Long.parseLong(ends[0]);
            last = ends.length > 1 ? Math.min(last, Long.parseLong(ends[1])) : last;
            if (first > last) {
                error(exchange, 416, "InvalidRange");
                return;
            }
            headers.set("Content-Range", "bytes " + first + "-" + last + "/" + object.bytes());
        }
        long length = last - first + 1;
        int status = headers.containsKey("Content-Range") ? 206 : 200;
        if (exchange.getRequestMethod().equals("HEAD") || length == 0) {
            headers.set("Content-Length", String.valueOf(length));
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, length);
        send(files.file(key), first, length, exchange.getResponseBody());
    }

    /** All of them on one page. */
    private void list(HttpExchange exchange, String bucket) throws IOException {
        URIBuilder query = new URIBuilder(exchange.getRequestURI());
        if (query.getFirstQueryParam("list-type") == null) {
            error(exchange, 501, "NotImplemented");
            return;
        }
        NameValuePair prefix = query.getFirstQueryParam("prefix");
        String first = bucket + "/" + (prefix == null ? "" : prefix.getValue());
        StringBuilder xml = new StringBuilder("<ListBucketResult><EncodingType>url</EncodingType>");
        for (String key : files.all().tailMap(first).keySet()) {
            if (!key.startsWith(first)) {
                break;
            }
            xml.append("<Contents><Key>")
                    .append(URLEncoder.encode(key.substring(bucket.length() + 1), StandardCharsets.UTF_8))
                    .append("</Key></Contents>");
        }
        byte[] answer = xml.append("</ListBucketResult>").toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
    }

    private static void send(Path file, long first, long length, OutputStream out) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            content.skipNBytes(first);
            byte[] part = new byte[BUFFER];
            for (long left = length; left > 0; ) {
                int read = content.read(part, 0, (int) Math.min(left, part.length));
                if (read < 0) {
                    throw new IOException("the object has become shorter");
                }
                out.write(part, 0, read);
                left -= read;
            }
        }
    }

    private static void error(HttpExchange exchange, int status, String code) throws IOException {
        byte[] xml = ("<Error><Code>" + code + "</Code></Error>").getBytes(StandardCharsets.UTF_8);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(status, head ? -1 : xml.length);
        if (!head) {
            exchange.getResponseBody().write(xml);
        }
    }
}
