package io.voicewebhooks.support;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;

/** A client that sends HTTP/1.1 byte by byte, as no library would: right, wrong, slow or half of it. */
public final class Wire implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    private final Socket socket;
    private final InputStream in;

    /** What came back; the names of headers are in lower case. */
    public record Reply(int status, Map<String, String> headers, String body) {}

    private Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Connects to a port of this machine. */
    public static Wire connect(int port) {
        try {
            Socket socket = new Socket();
            socket.setSoTimeout((int) LONGEST_WAIT.toMillis());
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress("127.0.0.1", port), (int) LONGEST_WAIT.toMillis());
            return new Wire(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Speaks TLS on a connection. */
    public static Wire over(Wire plain, int port, SSLContext tls) {
        try {
            return new Wire(tls.getSocketFactory().createSocket(plain.socket, "localhost", port, true));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connects, sends one request and returns its answer. */
    public static Reply ask(int port, String request) {
        try (Wire wire = connect(port)) {
            return wire.send(request).reply();
        }
    }

    /** The head of a request with a body of so many bytes, ready for more headers. */
    public static String post(String target, int length) {
        return "POST " + target + " HTTP/1.1\r\nHost: voice.example.com\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + length + "\r\n";
    }

    public Wire send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends nothing more, over TLS with its close_notify; answers can still come. */
    public Wire end() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whatever comes until the connection ends. */
    public String rest() {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        try {
            in.transferTo(rest);
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("the server leaves the connection open after: " + rest, e);
        } catch (IOException e) {
            // reset: that is all
        }
        return rest.toString(StandardCharsets.ISO_8859_1);
    }

    /** Whether something could be sent; what comes first after the server has closed can, too. */
    public boolean sends(String text) {
        try {
            send(text);
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Reads the next answer. */
    public Reply reply() {
        try {
            String status = line();
            Map<String, String> headers = new TreeMap<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            return new Reply(Integer.parseInt(status.split(" ")[1]), headers, body(headers));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String body(Map<String, String> headers) throws IOException {
        if (!"chunked".equals(headers.get("transfer-encoding"))) {
            return read(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        }
        StringBuilder body = new StringBuilder();
        int length;
        do {
            length = Integer.parseInt(line(), 16);
            body.append(read(length));
            line();
        } while (length > 0);
        return body.toString();
    }

    private String read(int length) throws IOException {
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the server closed the connection after: " + line);
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** Waits until the server closes the connection, whatever it says before. */
    public void awaitClose() {
        try {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("the server does not close the connection", e);
        } catch (IOException e) {
            // reset: closed as well
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
