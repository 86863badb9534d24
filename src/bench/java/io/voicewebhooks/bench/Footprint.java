package io.voicewebhooks.bench;

import io.voicewebhooks.testkit.ManagementPort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Scanner;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What a process takes. Some figures are there on Linux only and are 0 elsewhere. */
final class Footprint {
    private static final String HEAP = "jvm_memory_used_bytes{area=\"heap\"";

    private Footprint() {}

    /** Resident memory in MiB. */
    static long memory(long pid) throws IOException {
        return number("ps", "-o", "rss=", "-p", String.valueOf(pid)) >> 10;
    }

    /** The most resident memory in MiB that it ever had; Linux only. */
    static long peakMemory(long pid) throws IOException {
        Path status = Path.of("/proc", String.valueOf(pid), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                    .findFirst()
                    .orElse(0);
        }
    }

    /** Open file descriptors; Linux only. */
    static long openFiles(long pid) throws IOException {
        Path descriptors = Path.of("/proc", String.valueOf(pid), "fd");
        if (!Files.exists(descriptors)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(descriptors)) {
            return files.count();
        }
    }

    /** Used heap of an application in MiB, garbage included. */
    static long heap(ManagementPort management) {
        return (long) management
                        .get("/observe/metrics")
                        .body()
                        .lines()
                        .filter(line -> line.startsWith(HEAP))
                        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                        .sum()
                >> 20;
    }

    /** Lets a JVM collect its garbage. */
    static void collectGarbage(long pid) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), String.valueOf(pid), "GC.run")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("jcmd ended with " + process.exitValue());
        }
    }

    /** Space on the disk that a directory takes, in bytes. */
    static long bytes(Path directory) throws IOException {
        return number("du", "-sk", directory.toString()) << 10;
    }

    /** Files below a directory, those below one of its directories left out. */
    static long files(Path directory, String without) throws IOException {
        AtomicLong files = new AtomicLong();
        walk(directory, directory.resolve(without), file -> files.incrementAndGet());
        return files.get();
    }

    /** Visits every file below a directory; some may be removed meanwhile. */
    static void walk(Path directory, Consumer<Path> visitor) throws IOException {
        walk(directory, null, visitor);
    }

    private static void walk(Path directory, Path without, Consumer<Path> visitor) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
                return visited.equals(without) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                visitor.accept(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** The number that the output of a command begins with. */
    private static long number(String... command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        try (Scanner output = new Scanner(process.getInputStream(), StandardCharsets.UTF_8)) {
            return output.nextLong();
        }
    }
}
