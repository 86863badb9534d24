package io.voicewebhooks.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An HTTP/1.1 request byte for byte: no client re-encodes its target, drops a header or adds one. */
public final class RawRequest {
    private static final int LIMIT_MILLIS = 20_000;

    private final String method;
    private final String target;
    private final byte[] body;
    private final List<String> headers = new ArrayList<>();
    private String host = "127.0.0.1";

    private RawRequest(String method, String target, String body) {
        this.method = method;
        this.target = target;
        this.body = body.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @param body empty for a request without a body
     */
    public static RawRequest of(String method, String target, String body) {
        return new RawRequest(method, target, body);
    }

    public static RawRequest get(String target) {
        return new RawRequest("GET", target, "");
    }

    /** Posts a form that is encoded already. */
    public static RawRequest post(String target, String form) {
        return new RawRequest("POST", target, form)
                .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8");
    }

    public RawRequest header(String name, String value) {
        headers.add(name + ": " + value);
        return this;
    }

    /** Another {@code Host} than the one that listens. */
    public RawRequest host(String value) {
        host = value;
        return this;
    }

    /** Status and body of the answer, and its header as it came. */
    public record Reply(int status, String head, String body) {}

    /** Sends it and reads the answer up to the end of the connection. */
    public Reply sendTo(String url) {
        URI server = URI.create(url);
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.getOutputStream().write(head().getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(body);
            socket.getOutputStream().flush();
            return reply(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String head() {
        List<String> lines = new ArrayList<>();
        lines.add(method + " " + target + " HTTP/1.1");
        lines.add("Host: " + host);
        lines.add("Connection: close");
        if (body.length > 0 || method.equals("POST")) {
            lines.add("Content-Length: " + body.length);
        }
        lines.addAll(headers);
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    private static Reply reply(String answer) {
        int end = answer.indexOf("\r\n\r\n");
        String head = end < 0 ? answer : answer.substring(0, end);
        return new Reply(Integer.parseInt(head.split(" ")[1]), head, end < 0 ? "" : answer.substring(end + 4));
    }
}
