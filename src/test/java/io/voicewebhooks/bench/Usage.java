package io.voicewebhooks.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Scanner;

/** What others use of the machine, as its own commands tell it. */
final class Usage {
    private Usage() {}

    /** Resident memory of a process in MiB. */
    static long memory(long pid) throws IOException {
        return number("ps", "-o", "rss=", "-p", String.valueOf(pid)) >> 10;
    }

    /** What the files below a directory take on the disk. */
    static long bytes(Path directory) throws IOException {
        return number("du", "-sk", directory.toString()) << 10;
    }

    /** The number that the output of a command begins with. */
    private static long number(String... command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        try (Scanner output = new Scanner(process.getInputStream(), StandardCharsets.UTF_8)) {
            return output.nextLong();
        }
    }
}
