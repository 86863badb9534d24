package io.voicewebhooks.attack;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import io.voicewebhooks.app.Logging;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No caller's text begins a log line, hides one, or moves a terminal; no number of a caller is logged. */
abstract class LogAttackTest {
    private static final String LINE = "\\d{4}-\\d\\d-\\d\\dT\\S+ (ERROR|WARN|INFO|DEBUG) .*";

    /** As the application configures it. */
    private static final LoggerContext LOGBACK = logback();

    private static final String CALLERS_NUMBER = "+15551230001";

    private final Target target;

    LogAttackTest(Target target) {
        this.target = target;
    }

    @Test
    void noTextOfACallerIsLoggedExceptHarmlessly() {
        List<String> lines =
                target.log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();

        assertThat(lines)
                .hasSizeGreaterThan(target.calls())
                .noneMatch(line -> line.contains(CALLERS_NUMBER))
                .noneMatch(line ->
                        line.matches("(?s).*[\\p{Cntrl}\\x{80}-\\x{9f}\\x{2028}-\\x{202e}\\x{2066}-\\x{2069}].*"));
    }

    @Test
    void whatAnybodyLogsIsOneLine() {
        for (String text : Hostile.TEXTS) {
            assertThat(logged("before " + text + " after", null))
                    .as(text)
                    .hasSize(1)
                    .first()
                    .asString()
                    .matches(LINE);
        }
    }

    @Test
    void noLineOfAStackTraceLooksLikeALogLine() {
        for (String text : Hostile.TEXTS) {
            List<String> lines = logged("failed", new IllegalStateException(text, new IllegalArgumentException(text)));

            assertThat(lines).as(text).hasSizeGreaterThan(3);
            assertThat(lines.get(0)).as(text).matches(LINE);
            assertThat(lines.subList(1, lines.size()))
                    .as(text)
                    .anyMatch(line -> line.contains("Caused by"))
                    .noneMatch(line -> line.matches(LINE));
        }
    }

    /** The lines that the application's own configuration makes of an event. */
    private static List<String> logged(String message, Throwable failure) {
        Logger root = LOGBACK.getLogger(Logger.ROOT_LOGGER_NAME);
        ConsoleAppender<ILoggingEvent> console = (ConsoleAppender<ILoggingEvent>) root.getAppender("console");
        byte[] line = console.getEncoder().encode(new LoggingEvent("fqcn", root, Level.INFO, message, failure, null));
        return new String(line, StandardCharsets.UTF_8).lines().toList();
    }

    private static LoggerContext logback() {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        Logging.console(context);
        return context;
    }
}
