package io.voicewebhooks.dev.standin;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.server.ProtocolHandler;
import com.icegreen.greenmail.smtp.SmtpConnection;
import com.icegreen.greenmail.smtp.SmtpHandler;
import com.icegreen.greenmail.smtp.SmtpManager;
import com.icegreen.greenmail.smtp.SmtpServer;
import com.icegreen.greenmail.smtp.SmtpState;
import com.icegreen.greenmail.smtp.commands.SmtpCommand;
import com.icegreen.greenmail.smtp.commands.SmtpCommandRegistry;
import com.icegreen.greenmail.user.MessageDeliveryHandler;
import com.icegreen.greenmail.user.UserImpl;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * GreenMail's SMTP server without its mailboxes, which would look into each mail. It is for programs: whoever says what is no
 * command is gone, since a page in a browser can send commands too, in the body of a request.
 */
final class SmtpPort extends SmtpServer {
    private static final long START_MILLIS = 10_000;

    private SmtpPort(int wanted, Managers managers) {
        super(new ServerSetup(wanted, "127.0.0.1", ServerSetup.PROTOCOL_SMTP), managers);
    }

    /** What takes a mail, once for each recipient. */
    interface Taker {
        void take(MovingMessage mail) throws jakarta.mail.MessagingException;
    }

    /** Listens on a port, or another one if somebody has it. */
    static SmtpPort open(int wanted, Taker taker) throws IOException {
        Managers managers = new Managers();
        UserImpl everybody = new UserImpl("everybody", "everybody", "", managers.getImapHostManager()) {
            @Override
            public void deliver(MovingMessage taken) {
                // it was taken
            }
        };
        MessageDeliveryHandler handler = (mail, address) -> {
            taker.take(mail);
            return everybody;
        };
        managers.getUserManager().setMessageDeliveryHandler(handler);
        SmtpPort port = new SmtpPort(wanted, managers);
        port.startService();
        try {
            if (!port.waitTillRunning(START_MILLIS)) {
                throw new IOException("the mail server does not start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return port;
    }

    @Override
    protected ServerSocket openServerSocket() throws IOException {
        try {
            return super.openServerSocket();
        } catch (BindException taken) {
            ServerSocket other = new ServerSocket();
            other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return other;
        }
    }

    @Override
    protected ProtocolHandler createProtocolHandler(Socket client) {
        return new SmtpSession(managers.getSmtpManager(), client);
    }

    /** Ends with the first line that is no command. */
    private static final class SmtpSession extends SmtpHandler {
        SmtpSession(SmtpManager manager, Socket client) {
            super(new KnownCommands(), manager, client);
        }

        @Override
        protected boolean commandLegalSize() {
            boolean legal = super.commandLegalSize();
            if (!legal) {
                conn.quit();
            }
            return legal;
        }
    }

    private static final class KnownCommands extends SmtpCommandRegistry {
        @Override
        public SmtpCommand getCommand(String name) {
            SmtpCommand known = super.getCommand(name);
            return known == null ? new Goodbye() : known;
        }
    }

    private static final class Goodbye extends SmtpCommand {
        @Override
        public void execute(SmtpConnection connection, SmtpState state, SmtpManager manager, String line) {
            connection.send("500 no command; goodbye");
            connection.quit();
        }
    }
}
