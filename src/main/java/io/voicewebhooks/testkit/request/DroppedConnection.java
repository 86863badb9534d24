package io.voicewebhooks.testkit.request;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLSocketFactory;

/** A request that arrives whole, over a connection that is gone before anybody reads the reply. */
final class DroppedConnection {
    private DroppedConnection() {}

    /** Sends it, waits until the application has its reply ready, and hangs up. */
    static void send(HttpRequest request, byte[] body, Duration limit) throws IOException {
        URI uri = request.uri();
        boolean https = uri.getScheme().equalsIgnoreCase("https");
        int port = uri.getPort() >= 0 ? uri.getPort() : https ? 443 : 80;
        int millis = (int) limit.toMillis();
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(uri.getHost(), port), millis);
            plain.setSoTimeout(millis);
            try (Socket socket = https
                    ? ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(plain, uri.getHost(), port, true)
                    : plain) {
                OutputStream out = socket.getOutputStream();
                out.write(head(request, body.length).getBytes(StandardCharsets.US_ASCII));
                out.write(body);
                out.flush();
                socket.getInputStream().read();
            }
        }
    }

    private static String head(HttpRequest request, int length) {
        URI uri = request.uri();
        String target = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        StringBuilder head = new StringBuilder(request.method() + " " + target + " HTTP/1.1\r\n");
        head.append("Host: ").append(uri.getRawAuthority()).append("\r\n");
        request.headers()
                .map()
                .forEach((name, values) -> values.forEach(
                        value -> head.append(name).append(": ").append(value).append("\r\n")));
        return head.append("Content-Length: ").append(length).append("\r\n\r\n").toString();
    }
}
