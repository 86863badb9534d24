package io.voicewebhooks.support;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A network between the application and a real HTTP server that damages some of the requests and answers. */
public final class HttpProxy implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");

    /**
     * What happens to one request and its answer.
     *
     * @param requestBytes of the request's body that get through before the connection is cut, or -1: all
     * @param body         what becomes of the request's body
     * @param refusal      the answer if the server is not asked, or null
     * @param answerBytes  of the answer that get through before the connection is cut, or -1: all
     * @param head         what becomes of the answer's head
     */
    public record Fault(
            int requestBytes, UnaryOperator<byte[]> body, String refusal, int answerBytes, UnaryOperator<String> head) {
        private static final Fault NONE = new Fault(-1, sent -> sent, null, -1, sent -> sent);

        /** The connection is cut in the middle of the request. */
        public static Fault cutsRequestAfter(int bytes) {
            return new Fault(bytes, NONE.body, null, -1, NONE.head);
        }

        /** One bit of the request's body arrives changed. */
        public static Fault changesRequest() {
            return new Fault(-1, HttpProxy::changed, null, -1, NONE.head);
        }

        /** The server is not asked. */
        public static Fault refusesWith(String status, String type, String content) {
            String answer = "HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\nContent-Length: "
                    + content.length() + "\r\nConnection: close\r\n\r\n" + content;
            return new Fault(-1, NONE.body, answer, -1, NONE.head);
        }

        /** The server has done what was asked, and the connection is cut within its answer; 0: before it. */
        public static Fault cutsAnswerAfter(int bytes) {
            return new Fault(-1, NONE.body, null, bytes, NONE.head);
        }

        /** The answer's head arrives changed. */
        public static Fault changesHead(String regex, String replacement) {
            return new Fault(-1, NONE.body, null, -1, head -> head.replaceFirst(regex, replacement));
        }
    }

    private final ServerSocket listener;
    private final int server;
    private final ExecutorService connections = Executors.newCachedThreadPool();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private Pattern faulty = Pattern.compile("");

    private HttpProxy(int server) throws IOException {
        this.server = server;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        connections.execute(this::accept);
    }

    /** A proxy in front of the server on a port of this machine; nothing is damaged yet. */
    public static HttpProxy inFrontOf(int port) {
        try {
            return new HttpProxy(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Damages the next requests whose first line matches, one fault each; the faults told before are forgotten. */
    public synchronized void damages(String requestLine, Fault... next) {
        faulty = Pattern.compile(requestLine);
        faults.clear();
        faults.addAll(List.of(next));
    }

    /** How many requests whose first line matches came. */
    public long requests(String requestLine) {
        return requests.stream()
                .filter(Pattern.compile(requestLine).asPredicate())
                .count();
    }

    public String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                connections.execute(() -> serve(client));
            }
        } catch (IOException e) {
            // the listener was closed
        }
    }

    private synchronized Fault fault(String requestLine) {
        requests.add(requestLine);
        Fault fault = faulty.matcher(requestLine).find() ? faults.poll() : null;
        return fault == null ? Fault.NONE : fault;
    }

    /** One request a connection: each answer says that it is the last one. */
    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            String head = head(in);
            Fault fault = fault(head.lines().findFirst().orElse(""));
            if (fault.refusal() != null) {
                out.write(fault.refusal().getBytes(StandardCharsets.ISO_8859_1));
                return;
            }
            if (head.toLowerCase(Locale.ROOT).contains("\nexpect: 100-continue")) {
                out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            }
            int length = length(head);
            boolean cut = fault.requestBytes() >= 0 && fault.requestBytes() < length;
            byte[] body = in.readNBytes(cut ? fault.requestBytes() : length);
            byte[] answer = ask(head, fault.body().apply(body), !cut);
            answer = withHead(answer, fault.head());
            out.write(
                    answer, 0, fault.answerBytes() < 0 ? answer.length : Math.min(fault.answerBytes(), answer.length));
            out.flush();
        } catch (IOException e) {
            // the client has gone, or was to be cut off
        }
    }

    /** The server's whole answer, nothing where the request was cut. */
    private byte[] ask(String head, byte[] body, boolean whole) throws IOException {
        try (Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server)) {
            OutputStream out = upstream.getOutputStream();
            String last = head.replaceAll("(?im)^(expect|connection):.*\r\n", "")
                    .replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n");
            out.write(last.getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
            out.flush();
            return whole ? upstream.getInputStream().readAllBytes() : new byte[0];
        }
    }

    private static byte[] withHead(byte[] answer, UnaryOperator<String> change) {
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return answer;
        }
        String head = text.substring(0, end).replaceAll("(?i)\r\nconnection:.*", "") + "\r\nConnection: close";
        return (change.apply(head) + text.substring(end)).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Up to the empty line, with it. */
    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the client sent no request");
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static int length(String head) {
        Matcher length = LENGTH.matcher(head);
        return length.find() ? Integer.parseInt(length.group(1)) : 0;
    }

    private static byte[] changed(byte[] sent) {
        byte[] changed = Arrays.copyOf(sent, sent.length);
        changed[changed.length / 3] ^= 1;
        return changed;
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        connections.shutdownNow();
    }
}
