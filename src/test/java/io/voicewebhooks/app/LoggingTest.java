package io.voicewebhooks.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoggingTest {
    private static final String CONFIGURATION = "logback.configurationFile";

    private final LoggerContext context = new LoggerContext();
    private final Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);

    @AfterEach
    void forget() {
        System.clearProperty(CONFIGURATION);
        Logging.use(Logging.Output.OTHERS);
    }

    @Test
    void anApplicationThatRunsOurRoutesLogsAsItDoes() {
        assertThat(new Logging().configure(context)).isEqualTo(ExecutionStatus.INVOKE_NEXT_IF_ANY);
        assertThat(root.iteratorForAppenders()).isExhausted();
    }

    @Test
    void theConfigurationThatSomebodyBringsHolds() {
        System.setProperty(CONFIGURATION, "of-the-user.xml");
        Logging.use(Logging.Output.CONSOLE);

        assertThat(new Logging().configure(context)).isEqualTo(ExecutionStatus.INVOKE_NEXT_IF_ANY);
        assertThat(root.iteratorForAppenders()).isExhausted();
    }

    @Test
    void byItselfTheApplicationLogsToTheConsoleFromInfoOn() {
        Logging.use(Logging.Output.CONSOLE);

        assertThat(new Logging().configure(context)).isEqualTo(ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
        assertThat(root.getAppender("console")).isNotNull();
        assertThat(root.getLevel()).isEqualTo(Level.INFO);
    }

    @Test
    void aCommandLogsNothing() {
        Logging.use(Logging.Output.NONE);

        assertThat(new Logging().configure(context)).isEqualTo(ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
        assertThat(context.getLogger("io.voicewebhooks").isErrorEnabled()).isFalse();
    }

    /** Callbacks of many calls wait for the disk on one thread at the same time. */
    @Test
    void whatCannotBeStoredIsALineWithItsCallAndNotALineForEachCallback(@TempDir Path dir) throws Exception {
        List<String> calls = Stream.generate(Twilio::callSid).limit(16).toList();
        try (Application application = Application.with(dir).start();
                LogLines log = LogLines.record()) {
            // the directory of its first file has to be forced to the disk
            Files.move(dir.resolve("journal/messages"), dir.resolve("elsewhere"));
            Twilio twilio = application.twilio();
            List<CompletableFuture<Integer>> posts = calls.stream()
                    .map(call -> CompletableFuture.supplyAsync(
                            () -> twilio.post("/voice/status", Twilio.status(call, "busy"))
                                    .statusCode()))
                    .toList();

            assertThat(posts.stream().map(CompletableFuture::join)).containsOnly(503);
            assertThat(calls.stream().flatMap(call -> log.linesOf(call).stream()))
                    .singleElement()
                    .asString()
                    .startsWith("ERROR call-status cannot be stored: ");
        }
    }
}
