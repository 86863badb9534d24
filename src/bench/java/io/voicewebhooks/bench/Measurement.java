package io.voicewebhooks.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** One server under one load: a window to warm up, then those that count. */
final class Measurement {
    private final String what;
    private final Server server;
    private final LoadProcess load;
    private final List<Window> windows = new ArrayList<>();
    private long memory;

    Measurement(String what, Server server, LoadProcess load) {
        this.what = what;
        this.server = server;
        this.load = load;
    }

    void window(int seconds) throws IOException, InterruptedException {
        windows.add(load.window(seconds));
        server.requireAlive();
        memory = server.memory();
    }

    /** Of all answers, those while it warmed up too. */
    long unexpected() {
        return windows.stream().mapToLong(Window::unexpected).sum();
    }

    /** The median of answers a second. */
    double rate() {
        return median(Window::rate);
    }

    private double median(ToDoubleFunction<Window> number) {
        double[] sorted = counted(number);
        return sorted[sorted.length / 2];
    }

    private double[] counted(ToDoubleFunction<Window> number) {
        return windows.stream().skip(1).mapToDouble(number).sorted().toArray();
    }

    static void printHeader() {
        System.out.printf(
                "%n%-30s %-8s %8s %8s %8s %8s %8s %10s %7s%n",
                "", "server", "req/s", "lowest", "highest", "p50 ms", "p99 ms", "unexpected", "RSS MiB");
    }

    void print() {
        double[] rates = counted(Window::rate);
        System.out.printf(
                "%-30s %-8s %,8.0f %,8.0f %,8.0f %8.2f %8.2f %,10d %,7d%n",
                what,
                server.name(),
                rate(),
                rates[0],
                rates[rates.length - 1],
                median(Window::p50),
                median(Window::p99),
                unexpected(),
                memory);
    }

    void printRatioTo(Measurement other) {
        System.out.printf(
                "%.2f = %s, %s / %s, %s%n",
                rate() / other.rate(), server.name(), what, other.server.name(), other.what);
    }
}
