package io.voicewebhooks.support;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program of {@code src/test/peers} for Node.js. A test that needs one is skipped where Node.js, npm or its libraries are
 * not there.
 */
public final class NodePeer {
    private static final int INSTALL_MINUTES = 5;

    private NodePeer() {}

    /** A copy of its folder with the libraries that it names. */
    public static Path installed(String name) throws IOException, InterruptedException {
        assumeTrue(runs("node", "--version") && runs("npm", "--version"), "Node.js and npm are not installed");
        Path peers = Files.createDirectories(Path.of("target", "peers"));
        Path folder = peers.resolve(name);
        // tests in other JVMs want the same one
        try (FileChannel lock = FileChannel.open(peers.resolve(name + ".lock"), CREATE, WRITE)) {
            lock.lock();
            copy(Path.of("src", "test", "peers", name), Files.createDirectories(folder));
            Path whole = folder.resolve("installed");
            if (!Files.exists(whole)) {
                install(folder);
                Files.createFile(whole);
            }
        }
        return folder;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(file.getFileName());
                if (!Files.exists(copy) || Files.mismatch(file, copy) >= 0) {
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static void install(Path folder) throws IOException, InterruptedException {
        Process npm = new ProcessBuilder("npm", "install", "--no-package-lock", "--no-audit", "--no-fund")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("npm.log").toFile())
                .start();
        boolean done = npm.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES) && npm.exitValue() == 0;
        npm.destroy();
        assumeTrue(done, "npm cannot fetch the libraries of the peer");
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(List.of(command))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
