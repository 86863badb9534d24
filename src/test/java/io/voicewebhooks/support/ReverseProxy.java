package io.voicewebhooks.support;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.Stream;

/**
 * nginx or HAProxy of this machine, with the configuration that comes with the package. A test that needs one is skipped where
 * it is not installed.
 */
public final class ReverseProxy implements AutoCloseable {
    private static final Path SHIPPED = Path.of("src/main/package/proxy");

    private final Process process;
    private final int port;

    private ReverseProxy(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts one and waits until it listens.
     *
     * @param file    {@code nginx.conf} or {@code haproxy.cfg}
     * @param port    where it listens, once the changes are made
     * @param changes texts of the file, all of which it must have, and what stands there instead
     */
    public static ReverseProxy start(String file, Path directory, int port, Map<String, String> changes)
            throws IOException {
        String configuration = Files.readString(SHIPPED.resolve(file));
        for (Entry<String, String> change : changes.entrySet()) {
            if (!configuration.contains(change.getKey())) {
                throw new IllegalArgumentException(file + " has no " + change.getKey());
            }
            configuration = configuration.replace(change.getKey(), change.getValue());
        }
        List<String> command =
                file.equals("nginx.conf") ? nginx(directory, configuration) : haproxy(directory, configuration);
        Path output = directory.resolve("proxy.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        await().until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException(String.join(" ", command) + " ended:\n" + Files.readString(output));
            }
            return Run.listens(port);
        });
        return new ReverseProxy(process, port);
    }

    private static List<String> nginx(Path directory, String http) throws IOException {
        String temporary = Stream.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
                .map(kind -> kind + "_temp_path " + directory.resolve(kind) + ";\n")
                .reduce("", String::concat);
        // as root it would run its worker as somebody who may not look into the directory of a test
        String user = System.getProperty("user.name").equals("root") ? "user root;\n" : "";
        Path file = Files.writeString(
                directory.resolve("nginx.conf"),
                user + "daemon off;\nworker_processes 1;\nerror_log stderr;\npid " + directory.resolve("pid")
                        + ";\nevents {}\nhttp {\naccess_log off;\n" + temporary + http + "}\n");
        return List.of(installed("nginx"), "-c", file.toString());
    }

    private static List<String> haproxy(Path directory, String configuration) throws IOException {
        Path file = Files.writeString(directory.resolve("haproxy.cfg"), configuration);
        return List.of(installed("haproxy"), "-db", "-f", file.toString());
    }

    private static String installed(String program) {
        List<String> directories = new ArrayList<>(List.of(System.getenv("PATH").split(File.pathSeparator)));
        directories.add("/usr/sbin");
        String found = directories.stream()
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse("");
        assumeTrue(!found.isEmpty(), program + " is not installed (Debian: apt-get install nginx-light haproxy)");
        return found;
    }

    /** Host and port of where it listens. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** SIGTERM, which ends the workers, too. */
    @Override
    public void close() {
        process.destroy();
        await().until(() -> !process.isAlive());
    }
}
