package io.voicewebhooks.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * How the application logs when it runs by itself: lines on the console. Where somebody brings a configuration of Logback
 * ({@code -Dlogback.configurationFile}), or runs our routes in an application of theirs, that one holds. It is code because
 * Logback takes a tenth of a second longer to read the same from XML.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_NORMAL_PRIORITY)
public final class Logging extends ContextAwareBase implements Configurator {
    /**
     * What a stranger wrote, if a line holds any of it, cannot begin a line that looks like another one: control characters
     * and those that break or turn a line become "?", and the lines of a stack trace are indented.
     */
    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{24} %X{callSid}%replace( %X{trace_id}){'^ $', ''} - "
                    + "%replace(%msg){'[\\x00-\\x08\\x0a-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069]', '?'}%n"
                    + "%replace(%replace(%ex)"
                    + "{'[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069]', '?'})"
                    + "{'(\\r?\\n|\\r)(?=[\\s\\S])', '$1    '}";

    private static final String CONSOLE = "console";

    private static final Map<String, Level> LEVELS = Map.ofEntries(
            Map.entry(Logger.ROOT_LOGGER_NAME, Level.INFO),
            Map.entry("org.apache.activemq", Level.WARN),
            // four lines a message
            Map.entry("org.apache.activemq.audit", Level.OFF),
            // a duplicate webhook is nothing to warn of, and the line would hold the message
            Map.entry("org.apache.activemq.artemis.core.server", Level.ERROR),
            // the summary of the start, or what keeps it from starting, says it in other words
            Map.entry("org.apache.camel.component.micrometer", Level.WARN),
            Map.entry("org.apache.camel.component.platform.http", Level.WARN),
            Map.entry("org.apache.camel.impl.engine.AbstractCamelContext", Level.ERROR),
            // what was autowired
            Map.entry("org.apache.camel.support.LifecycleStrategySupport", Level.WARN),
            Map.entry("org.apache.camel.main.BaseMainSupport", Level.WARN),
            Map.entry("org.apache.camel.main.MainSupport", Level.WARN),
            Map.entry("org.messaginghub", Level.WARN),
            // what keeps the call log from being written, its database says in one line
            Map.entry("com.zaxxer.hikari", Level.ERROR),
            Map.entry("org.springframework.transaction", Level.OFF),
            // whoever connects while the port closes
            Map.entry("io.netty.bootstrap.ServerBootstrap", Level.ERROR),
            Map.entry("software.amazon", Level.WARN),
            Map.entry("org.apache.hc", Level.WARN));

    private static final List<String> QUIET = List.of("io.voicewebhooks", "org.apache.camel");

    public enum Output {
        /** What the application that our routes are in has; if nothing else is said. */
        OTHERS,
        CONSOLE,
        /** The same, of the application and of Camel warnings only: for a command that says by itself what it does. */
        WARNINGS,
        /** For a command whose output is its own. */
        NONE
    }

    private static volatile Output output = Output.OTHERS;

    /** Before the first line is logged. */
    public static void use(Output chosen) {
        output = chosen;
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        SecretFilter.install(context);
        if (output == Output.OTHERS || System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        if (output == Output.CONSOLE || output == Output.WARNINGS) {
            console(context);
            if (output == Output.WARNINGS) {
                QUIET.forEach(logger -> context.getLogger(logger).setLevel(Level.WARN));
            }
        } else {
            context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
        }
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** From now on a line is an object of JSON, where the lines are the application's own. */
    static void json() {
        if (output != Output.CONSOLE || System.getProperty("logback.configurationFile") != null) {
            return;
        }
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        JsonEncoder lines = new JsonEncoder();
        lines.setContext(context);
        // what was hidden is hidden in the whole text only
        lines.setWithFormattedMessage(true);
        lines.setWithMessage(false);
        lines.setWithArguments(false);
        lines.setWithContext(false);
        lines.setWithSequenceNumber(false);
        lines.start();
        ((ConsoleAppender<ILoggingEvent>)
                        context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(CONSOLE))
                .setEncoder(lines);
    }

    /** Gives a context the appender {@code console} and the levels of the application. */
    public static void console(LoggerContext context) {
        PatternLayoutEncoder lines = new PatternLayoutEncoder();
        lines.setContext(context);
        lines.setPattern(PATTERN);
        lines.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setName(CONSOLE);
        console.setEncoder(lines);
        console.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(console);
        LEVELS.forEach((logger, level) -> context.getLogger(logger).setLevel(level));
    }
}
