package io.voicewebhooks.support;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What the application logs at its own level, INFO. */
public final class LogLines implements AutoCloseable {
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final Level before = root.getLevel();
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            events.add(event);
        }
    };

    private LogLines() {
        appender.setContext(root.getLoggerContext());
        appender.start();
        root.addAppender(appender);
        root.setLevel(Level.INFO);
    }

    public static LogLines record() {
        return new LogLines();
    }

    /** Level and message of each line. */
    public List<String> lines() {
        return events.stream().map(LogLines::line).toList();
    }

    /** The same of the lines that name a call. */
    public List<String> linesOf(String callSid) {
        return events.stream()
                .filter(event -> callSid.equals(event.getMDCPropertyMap().get("callSid")))
                .map(LogLines::line)
                .toList();
    }

    /** The id of the trace that each line about a call names; {@code null} where it names none. */
    public List<String> tracesOf(String callSid) {
        return events.stream()
                .filter(event -> callSid.equals(event.getMDCPropertyMap().get("callSid"))
                        || event.getFormattedMessage().contains(callSid))
                .map(event -> event.getMDCPropertyMap().get("trace_id"))
                .toList();
    }

    /** The lines with a stack below. */
    public List<String> stacks() {
        return events.stream()
                .filter(event -> event.getThrowableProxy() != null)
                .map(event -> line(event) + ": " + event.getThrowableProxy().getMessage())
                .toList();
    }

    private static String line(ILoggingEvent event) {
        return event.getLevel() + " " + event.getFormattedMessage();
    }

    @Override
    public void close() {
        root.setLevel(before);
        root.detachAppender(appender);
    }
}
