package io.voicewebhooks.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The local archive of an application that runs: what it holds now, nothing as long as there is none. */
public final class ArchivedFiles {
    private ArchivedFiles() {}

    /** Its files, without those that are being written. */
    public static List<Path> in(Path archive) {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(archive, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (!file.getFileName().toString().startsWith(".writing-")) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                /** It was renamed meanwhile, or there is no archive yet. */
                @Override
                public FileVisitResult visitFileFailed(Path file, IOException problem) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** The calls whose events are in it: their directories are named after them. */
    public static Set<String> calls(Path archive) {
        return in(archive).stream()
                .filter(file -> file.toString().endsWith(".json"))
                .map(file -> file.getParent().getFileName().toString())
                .collect(Collectors.toSet());
    }
}
