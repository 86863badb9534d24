package io.voicewebhooks.app;

import io.voicewebhooks.config.ConfigurationException;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Tries the ports before anything starts. Camel's HTTP server only logs that it could not listen, and the application
 * would run on without answering a call. Nothing listens meanwhile, so that nobody who connects takes it for ready.
 */
public final class Ports {
    private Ports() {}

    /** Says of every port that cannot be opened its key, the port and why. */
    static void check(Settings settings) {
        List<String> problems = new ArrayList<>();
        try (Socket edge = new Socket();
                Socket management = new Socket();
                Socket broker = new Socket()) {
            // as servers do, since closed connections keep a port for a minute; but then these two could share one
            edge.setReuseAddress(true);
            management.setReuseAddress(settings.number(Key.HTTP_PORT) != settings.number(Key.MANAGEMENT_PORT));
            bind(edge, settings, Key.HTTP_HOST, Key.HTTP_PORT, problems);
            bind(management, settings, Key.MANAGEMENT_HOST, Key.MANAGEMENT_PORT, problems);
            settings.find(Key.BROKER_LISTEN).ifPresent(url -> bindBroker(broker, url, settings, problems));
        } catch (IOException e) {
            problems.add("no socket can be made: " + e.getMessage());
        }
        ConfigurationException.ifAny(problems);
    }

    /** The same of the webhooks' port alone, for an application whose other ports are its own. */
    public static void checkWebhooks(Settings settings) {
        List<String> problems = new ArrayList<>();
        try (Socket edge = new Socket()) {
            edge.setReuseAddress(true);
            bind(edge, settings, Key.HTTP_HOST, Key.HTTP_PORT, problems);
        } catch (IOException e) {
            problems.add("no socket can be made: " + e.getMessage());
        }
        ConfigurationException.ifAny(problems);
    }

    private static void bindBroker(Socket socket, String url, Settings settings, List<String> problems) {
        try {
            URI listen = URI.create(url);
            socket.setReuseAddress(listen.getPort() != settings.number(Key.HTTP_PORT)
                    && listen.getPort() != settings.number(Key.MANAGEMENT_PORT));
            socket.bind(new InetSocketAddress(listen.getHost(), listen.getPort()));
        } catch (IOException e) {
            // without the options, which may hold a password
            problems.add(
                    Key.BROKER_LISTEN + " = " + url.replaceFirst("\\?.*", "") + " cannot be opened: " + e.getMessage());
        }
    }

    private static void bind(Socket socket, Settings settings, Key host, Key port, List<String> problems) {
        InetSocketAddress address = new InetSocketAddress(settings.get(host), settings.number(port));
        if (address.isUnresolved()) {
            problems.add(host + " = " + settings.get(host) + "; allowed: a host name or address of this machine");
            return;
        }
        try {
            socket.bind(address);
        } catch (IOException e) {
            problems.add(port + " = " + settings.get(port) + " cannot be opened on " + host + " = " + settings.get(host)
                    + ": " + e.getMessage());
        }
    }
}
