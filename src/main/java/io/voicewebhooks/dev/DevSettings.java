package io.voicewebhooks.dev;

import io.voicewebhooks.config.Key;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What holds in {@code dev} whatever files, properties and environment say. */
final class DevSettings {
    /** Would lead out of this machine, or into data that are not tried with; and what goes with these keys. */
    private static final List<Key> UNSET = List.of(
            Key.CARRIER,
            Key.TLS_CERTIFICATE,
            Key.TLS_KEY,
            Key.BROKER_URL,
            Key.TWILIO_NUMBERS,
            Key.BROKER_USERNAME,
            Key.BROKER_PASSWORD,
            Key.BROKER_LISTEN,
            Key.S3_PREFIX,
            Key.EMAIL_USERNAME,
            Key.EMAIL_PASSWORD,
            Key.CALLS_URL,
            Key.CALLS_USERNAME,
            Key.CALLS_PASSWORD,
            Key.RECORDING_PRIVATE_KEY);

    private static final List<Key> ON = List.of(Key.FILE_ENABLED, Key.CALLS_ENABLED);

    private DevSettings() {}

    /**
     * @param account   of the telephone
     * @param token     of the account, and to log in to the console
     * @param standIns  where the sinks are
     */
    static Map<String, String> of(
            String account, String token, int port, int managementPort, Path data, Map<String, String> standIns) {
        Map<String, String> settings = new HashMap<>();
        UNSET.forEach(key -> settings.put(key.key(), ""));
        ON.forEach(key -> settings.put(key.key(), "true"));
        // the telephone keeps no lists to compare with
        settings.put(Key.RECONCILE_ENABLED.key(), "false");
        settings.put(Key.ACCOUNT.key(), account);
        settings.put(Key.AUTH_TOKEN.key(), token);
        settings.put(Key.PUBLIC_URL.key(), "http://127.0.0.1:" + port);
        settings.put(Key.HTTP_HOST.key(), "127.0.0.1");
        settings.put(Key.HTTP_PORT.key(), String.valueOf(port));
        settings.put(Key.MANAGEMENT_HOST.key(), "127.0.0.1");
        settings.put(Key.MANAGEMENT_PORT.key(), String.valueOf(managementPort));
        settings.put(Key.MANAGEMENT_TOKEN.key(), token);
        settings.put(Key.DATA_DIR.key(), data.toString());
        // somebody may have set what Camel makes of the hosts
        settings.put("camel.server.host", "127.0.0.1");
        settings.put("camel.management.host", "127.0.0.1");
        settings.putAll(standIns);
        for (Key key : Key.values()) {
            if (settings.containsKey(key.key())) {
                key.fileKey().ifPresent(file -> settings.put(file, ""));
            }
        }
        return settings;
    }

    /** A port, or another one where somebody has it. */
    static int freePort(int wanted) {
        return isFree(wanted) ? wanted : anyPort();
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static int anyPort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("this machine has no free port", e);
        }
    }
}
