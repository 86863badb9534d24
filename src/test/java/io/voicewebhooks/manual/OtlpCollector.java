package io.voicewebhooks.manual;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Takes what an exporter of OpenTelemetry sends by HTTP, as
 * <a href="https://github.com/open-telemetry/opentelemetry-proto/blob/v1.9.0/opentelemetry/proto/trace/v1/trace.proto">OTLP</a>
 * has it: the numbers below are those of its fields.
 */
final class OtlpCollector implements AutoCloseable {
    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    /**
     * What is looked at here of a span; ids in hexadecimal.
     *
     * @param service {@code service.name} of whoever sent it
     * @param uri     the endpoint of Camel's that it is about
     */
    record Span(String service, String trace, String id, String parent, String name, String uri) {}

    private OtlpCollector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::receive);
        server.start();
    }

    static OtlpCollector start() {
        try {
            return new OtlpCollector();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For {@code OTEL_EXPORTER_OTLP_ENDPOINT}. */
    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Span> spansOf(String trace) {
        return spans.stream().filter(span -> span.trace().equals(trace)).toList();
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            for (Message resource : new Message(exchange.getRequestBody().readAllBytes()).all(1)) {
                String service = resource.all(1).get(0).attributes(1).get("service.name");
                for (Message scope : resource.all(2)) {
                    for (Message span : scope.all(2)) {
                        spans.add(new Span(
                                service,
                                span.hex(1),
                                span.hex(2),
                                span.hex(4),
                                span.text(5),
                                span.attributes(9).getOrDefault("camel.uri", "")));
                    }
                }
            }
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** A message of Protocol Buffers: its fields of bytes, of which each may be a text or a message. */
    private static final class Message {
        private final Map<Integer, List<byte[]>> fields = new HashMap<>();

        Message(byte[] bytes) {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            while (in.hasRemaining()) {
                int tag = (int) number(in);
                switch (tag & 7) {
                    case 0 -> number(in);
                    case 1 -> in.position(in.position() + Long.BYTES);
                    case 2 -> {
                        byte[] value = new byte[(int) number(in)];
                        in.get(value);
                        fields.computeIfAbsent(tag >>> 3, field -> new ArrayList<>())
                                .add(value);
                    }
                    case 5 -> in.position(in.position() + Integer.BYTES);
                    default -> throw new IllegalArgumentException("no wire type: " + (tag & 7));
                }
            }
        }

        private static long number(ByteBuffer in) {
            long number = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = in.get();
                number |= (long) (next & 0x7f) << shift;
                if (next >= 0) {
                    return number;
                }
            }
        }

        List<Message> all(int field) {
            return fields.getOrDefault(field, List.of()).stream()
                    .map(Message::new)
                    .toList();
        }

        private byte[] bytes(int field) {
            return fields.containsKey(field) ? fields.get(field).get(0) : new byte[0];
        }

        String hex(int field) {
            return HexFormat.of().formatHex(bytes(field));
        }

        String text(int field) {
            return new String(bytes(field), StandardCharsets.UTF_8);
        }

        /** Those whose value is a text. */
        Map<String, String> attributes(int field) {
            Map<String, String> attributes = new HashMap<>();
            for (Message each : all(field)) {
                attributes.put(each.text(1), new Message(each.bytes(2)).text(1));
            }
            return attributes;
        }
    }
}
