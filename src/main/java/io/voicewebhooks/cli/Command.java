package io.voicewebhooks.cli;

import java.util.List;

/**
 * The request that a command makes.
 *
 * @param method HTTP method
 * @param path   below {@code /operations/}
 * @param list   the field of the answer that holds rows, empty where it holds none
 * @param fields the columns of those rows
 */
record Command(String method, String path, String list, List<String> fields) {
    private static final List<String> LETTER =
            List.of("id", "sink", "type", "callSid", "attempts", "lastFailure", "lastError");
    private static final List<String> DELIVERY =
            List.of("sink", "state", "eventId", "type", "callSid", "attempts", "nextTry", "reason");
    private static final List<String> SINK = List.of("name", "state", "waiting", "retries", "reason");

    /**
     * @throws UsageException if there is no such command
     */
    static Command of(CommandLine line) {
        String name = line.word(0) + " " + line.word(1);
        return switch (name) {
            case "dead-letters list" -> list(line, "deadLetters", LETTER);
            case "dead-letters show" -> new Command("GET", one(line, ""), "", List.of());
            case "dead-letters redrive", "dead-letters drop" -> letters(line);
            case "deliveries list" -> list(line, "deliveries", DELIVERY);
            case "deliveries retry-now", "deliveries drop" ->
                new Command("POST", none(line, "deliveries/" + line.word(1)), "", List.of());
            case "sinks list" -> list(line, "sinks", SINK);
            case "sinks pause", "sinks resume" -> new Command("POST", one(line, "/" + line.word(1)), "", List.of());
            default -> throw new UsageException("unknown command: " + Printer.clean(name.strip()));
        };
    }

    private static Command list(CommandLine line, String list, List<String> fields) {
        return new Command("GET", none(line, line.word(0)), list, fields);
    }

    private static Command letters(CommandLine line) {
        if (line.words().size() == 2) {
            return new Command("POST", "dead-letters/" + line.word(1), "", List.of());
        }
        return new Command("POST", one(line, "/" + line.word(1)), "", List.of());
    }

    private static String one(CommandLine line, String action) {
        if (line.words().size() != 3) {
            throw new UsageException(line.word(0) + " " + line.word(1) + " needs one name, and no more");
        }
        return line.word(0) + "/" + CommandLine.encode(line.word(2)) + action;
    }

    private static String none(CommandLine line, String path) {
        if (line.words().size() > 2) {
            throw new UsageException("not expected: " + Printer.clean(line.word(2)));
        }
        return path;
    }
}
