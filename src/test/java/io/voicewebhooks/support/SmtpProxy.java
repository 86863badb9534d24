package io.voicewebhooks.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/**
 * Stands between the application and a real mail server and spoils some of its answers. It sees a line at a time; the end of
 * a mail is the line {@code .}, which reaches the server together with the mail.
 */
public final class SmtpProxy implements AutoCloseable {
    /** The server answers, and the connection is cut before the answer is through. */
    public static final String CUT = "cut";

    private final ServerSocket listener;
    private final int server;
    private final ExecutorService connections = Executors.newCachedThreadPool();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private volatile UnaryOperator<String> answers = command -> null;

    private SmtpProxy(int server) throws IOException {
        this.server = server;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        connections.execute(this::accept);
    }

    /** A proxy that spoils nothing yet. */
    public static SmtpProxy inFrontOf(MailServer server) {
        try {
            return new SmtpProxy(server.port());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Spoils answers.
     *
     * @param answers gives the answer to a line of the client: null is the server's own, {@link #CUT} none, and whatever
     *     else is said instead of asking the server
     */
    public void answers(UnaryOperator<String> answers) {
        this.answers = answers;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** What the client said, without the mails themselves. */
    public List<String> commands() {
        return commands;
    }

    /** How often the client said something that begins so. */
    public long commands(String beginning) {
        return commands.stream()
                .filter(command -> command.startsWith(beginning))
                .count();
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

    private void serve(Socket socket) {
        try (socket;
                Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server)) {
            Line client = new Line(socket);
            Line mailServer = new Line(upstream);
            client.write(mailServer.reply());
            String command = client.read();
            while (command != null && answer(command, List.of(command), client, mailServer)) {
                command = client.read();
            }
        } catch (IOException e) {
            // one of both has gone
        }
    }

    /**
     * Answers a command of the client.
     *
     * @param sent the lines that belong to it
     * @return whether the connection goes on
     */
    private boolean answer(String command, List<String> sent, Line client, Line mailServer) throws IOException {
        commands.add(command);
        String spoilt = answers.apply(command);
        if (spoilt != null && !spoilt.equals(CUT)) {
            client.write(List.of(spoilt));
            return true;
        }
        if (command.equals("DATA")) {
            client.write(List.of("354 go on"));
            return answer(".", mail(client), client, mailServer);
        }
        if (command.equals(".")) {
            mailServer.write(List.of("DATA"));
            mailServer.reply();
        }
        mailServer.write(sent);
        List<String> reply = mailServer.reply();
        if (spoilt == null) {
            client.write(reply);
        }
        return spoilt == null;
    }

    /** The lines of a mail, with the one that ends it. */
    private static List<String> mail(Line client) throws IOException {
        List<String> mail = new ArrayList<>();
        do {
            mail.add(client.readOrFail());
        } while (!mail.get(mail.size() - 1).equals("."));
        return mail;
    }

    /** One end of the conversation. */
    private static final class Line {
        private final Socket socket;
        private final BufferedReader in;

        Line(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        }

        String read() throws IOException {
            return in.readLine();
        }

        String readOrFail() throws IOException {
            String line = in.readLine();
            if (line == null) {
                throw new IOException("the other end has gone");
            }
            return line;
        }

        /** All lines of a reply: a hyphen behind the code says that another one follows. */
        List<String> reply() throws IOException {
            List<String> lines = new ArrayList<>();
            String line;
            do {
                line = readOrFail();
                lines.add(line);
            } while (line.length() > 3 && line.charAt(3) == '-');
            return lines;
        }

        void write(List<String> lines) throws IOException {
            String text = String.join("\r\n", lines) + "\r\n";
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        }
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
