package io.voicewebhooks.warmup;

import io.voicewebhooks.config.Account;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.PublicUrl;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.observe.WarmUpMark;
import io.voicewebhooks.signature.SignatureKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.Collectors;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * A call that the application makes to itself: requests to its own port, signed as Twilio signs and marked with the token of
 * the warm-up. Each has a connection of its own, as callers have after a start.
 */
final class OwnCall {
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int LONGEST = 1 << 20;
    private static final String NUMBER = "+15005550006";
    private static final String SID = "CA00000000000000000000000000000000";

    private final InetSocketAddress address;
    private final SocketFactory sockets;
    private final PublicUrl publicUrl;
    private final SignatureKey key;
    private final String token;
    private final List<Entry<String, String>> form;

    OwnCall(Settings settings, String token) throws IOException, GeneralSecurityException {
        Account account = settings.mainAccount();
        this.address = new InetSocketAddress(host(settings), settings.number(Key.HTTP_PORT));
        this.sockets = settings.get(Key.TLS_CERTIFICATE) == null ? SocketFactory.getDefault() : toOurselves();
        this.publicUrl = settings.publicUrls().get(0);
        this.key = new SignatureKey(account.tokens().get(0));
        this.token = token;
        this.form = List.of(
                Map.entry("AccountSid", account.sid()),
                Map.entry("ApiVersion", "2010-04-01"),
                Map.entry("CallSid", SID),
                Map.entry("CallStatus", "ringing"),
                // an answer for those that ask for one
                Map.entry("Digits", "1"),
                Map.entry("Direction", "inbound"),
                Map.entry("From", NUMBER),
                Map.entry("To", NUMBER));
    }

    /** Where this machine itself finds the port. */
    private static InetAddress host(Settings settings) throws IOException {
        InetAddress host = InetAddress.getByName(settings.get(Key.HTTP_HOST));
        return host.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : host;
    }

    /** Whoever listens there is this process, whatever names its certificate has. */
    private static SocketFactory toOurselves() throws GeneralSecurityException {
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
        return tls.getSocketFactory();
    }

    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /**
     * Makes one request and reads the answer to its end.
     *
     * @return the status
     */
    int request(String path) throws IOException {
        try (Socket socket = sockets.createSocket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(address, PATIENCE_MILLIS);
            socket.getOutputStream().write(bytes(path));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            answer.write(socket.getInputStream().readNBytes(LONGEST));
            return status(answer.toString(StandardCharsets.ISO_8859_1));
        }
    }

    private byte[] bytes(String path) {
        String body = form.stream()
                .map(field -> field.getKey() + '=' + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return String.join(
                        "\r\n",
                        "POST " + path + " HTTP/1.1",
                        "Host: localhost",
                        "Connection: close",
                        "Content-Type: application/x-www-form-urlencoded",
                        "Content-Length: " + body.length(),
                        "X-Twilio-Signature: " + key.sign(publicUrl + path, form),
                        WarmUpMark.HEADER + ": " + token,
                        "",
                        body)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static int status(String answer) throws IOException {
        String[] line = answer.split("[ \r]", 3);
        if (line.length < 2 || !line[1].matches("\\d{3}")) {
            throw new IOException("the port does not answer in HTTP");
        }
        return Integer.parseInt(line[1]);
    }
}
