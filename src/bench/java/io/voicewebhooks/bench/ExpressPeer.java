package io.voicewebhooks.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The server of {@code src/bench/express}, which needs Node.js and npm. */
final class ExpressPeer {
    static final List<String> COMMAND = List.of("node", "server.js");

    private static final Path SOURCE = Path.of("src", "bench", "express");
    private static final int INSTALL_MINUTES = 3;

    private ExpressPeer() {}

    /** The version of Node.js, where it and npm are there. */
    static Optional<String> node() throws IOException, InterruptedException {
        return version("npm").isPresent() ? version("node") : Optional.empty();
    }

    private static Optional<String> version(String program) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(program, "--version").start();
        } catch (IOException e) {
            // it is not there
            return Optional.empty();
        }
        String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        return process.waitFor() == 0 ? Optional.of(version) : Optional.empty();
    }

    /** Copies it and fetches its libraries; tells whether these could be had. */
    static boolean install(Path directory) throws IOException, InterruptedException {
        for (String file : List.of("package.json", "server.js")) {
            Files.copy(SOURCE.resolve(file), directory.resolve(file));
        }
        Process npm = new ProcessBuilder("npm", "install", "--no-package-lock", "--no-audit", "--no-fund")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("npm.log").toFile())
                .start();
        try {
            return npm.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES) && npm.exitValue() == 0;
        } finally {
            npm.destroy();
        }
    }
}
