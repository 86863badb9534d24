package io.voicewebhooks.observe;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.voicewebhooks.app.Logging;
import io.voicewebhooks.bench.SampleWebhook;
import io.voicewebhooks.signature.AccessLog;
import io.voicewebhooks.signature.AnsweredRequest;
import io.voicewebhooks.signature.SampleRequest;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.slf4j.LoggerFactory;

/** The line of the access log as the application writes it, to a file, and what it costs where it is switched off. */
@State(Scope.Benchmark)
public class AccessLogBenchmark {
    @Param({"INFO", "OFF"})
    private String level;

    private final PrintStream console = System.out;
    private AnsweredRequest request;
    private Path file;

    @Setup
    public void prepare() throws IOException {
        file = Files.createTempFile("access", ".log");
        LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();
        logback.reset();
        System.setOut(new PrintStream(new FileOutputStream(file.toFile())));
        Logging.console(logback);
        logback.getLogger(AccessLog.LOGGER).setLevel(Level.valueOf(level));
        request = new AnsweredRequest(
                "call-status", SampleRequest.parameters(SampleWebhook.STATUS), 204, null, null, null, 0, 3);
    }

    @TearDown
    public void remove() throws IOException {
        System.setOut(console);
        Files.delete(file);
    }

    @Benchmark
    public void line() {
        AccessLog.write(request);
    }
}
