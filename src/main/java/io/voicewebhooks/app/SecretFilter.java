package io.voicewebhooks.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.voicewebhooks.config.Secrets;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.ILoggerFactory;
import org.slf4j.Marker;
import org.slf4j.helpers.MessageFormatter;

/**
 * Keeps secrets, and below INFO callers too, out of the log, whatever levels and appenders somebody sets. Loggers that print
 * what goes over the wire, or values of the configuration, are silent below INFO; of every other line what is secret is
 * hidden.
 */
final class SecretFilter extends TurboFilter implements LoggerContextListener {
    private static final List<String> SILENT = List.of(
            // values of properties, before anybody knows which are secret
            "org.apache.camel.component.properties.",
            "org.apache.camel.main.",
            // arguments of beans: the parameters of a webhook, the event
            "org.apache.camel.component.bean.",
            // requests and answers
            "org.apache.hc.client5.http.wire",
            "org.apache.hc.client5.http.headers",
            "org.apache.hc.client5.http2",
            "org.apache.http.wire",
            "org.apache.http.headers",
            "io.netty.handler.logging.",
            "io.netty.handler.codec.http2.",
            "io.vertx.ext.web.impl.RouterImpl",
            "software.amazon.awssdk.",
            "com.twilio.http.");

    /** As people write one, also in a URL; other numbers may be anything. */
    private static final Pattern NUMBER = Pattern.compile("(?<=\\+|%2[Bb])[1-9][0-9]{6,14}");

    private SecretFilter() {}

    /** Puts one in front of everything else of Logback, for good: also after it reads its configuration again. */
    static void install(ILoggerFactory logback) {
        LoggerContext context = (LoggerContext) logback;
        if (context.getTurboFilterList().stream().noneMatch(SecretFilter.class::isInstance)) {
            SecretFilter filter = new SecretFilter();
            filter.setContext(context);
            filter.onReset(context);
            context.addListener(filter);
        }
    }

    @Override
    public FilterReply decide(Marker marker, Logger logger, Level level, String format, Object[] params, Throwable t) {
        // first, for this is in the way of every line that nobody wants to see
        if (!level.isGreaterOrEqual(logger.getEffectiveLevel())) {
            return FilterReply.NEUTRAL;
        }
        boolean detail = !level.isGreaterOrEqual(Level.INFO);
        if (detail && SILENT.stream().anyMatch(logger.getName()::startsWith)) {
            return FilterReply.DENY;
        }
        if (format == null) {
            return FilterReply.NEUTRAL;
        }
        String text = params == null
                ? format
                : MessageFormatter.arrayFormat(format, params).getMessage();
        Throwable thrown = t != null || params == null ? t : MessageFormatter.getThrowableCandidate(params);
        String trace = thrown == null ? null : ThrowableProxyUtil.asString(new ThrowableProxy(thrown));
        String hidden = hide(text, detail);
        String hiddenTrace = trace == null ? null : hide(trace, detail);
        if (hidden.equals(text) && (trace == null || hiddenTrace.equals(trace))) {
            return FilterReply.NEUTRAL;
        }
        // what was hidden is a new line, which has nothing to hide
        boolean whole = trace == null || hiddenTrace.equals(trace);
        logger.log(
                marker,
                SecretFilter.class.getName(),
                Level.toLocationAwareLoggerInteger(level),
                whole ? hidden : hidden + System.lineSeparator() + hiddenTrace,
                null,
                whole ? thrown : null);
        return FilterReply.DENY;
    }

    private static String hide(String text, boolean detail) {
        String hidden = Secrets.hideAll(text, detail);
        return detail ? NUMBER.matcher(hidden).replaceAll("***") : hidden;
    }

    @Override
    public boolean isResetResistant() {
        return true;
    }

    /** Logback stops and forgets its filters when it reads its configuration again. */
    @Override
    public void onReset(LoggerContext context) {
        start();
        context.addTurboFilter(this);
    }

    @Override
    public void onStart(LoggerContext context) {}

    @Override
    public void onStop(LoggerContext context) {}

    @Override
    public void onLevelChange(Logger logger, Level level) {}
}
