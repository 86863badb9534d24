package io.voicewebhooks.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.journal.spi.JournalUnavailableException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.TypeConversionException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CauseTest {
    private static final String SECRET = "+15551230001";

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(
                        wrapped(new NoSuchMethodError("'void com.example.Crm.post()'")),
                        "NoSuchMethodError: 'void com.example.Crm.post()'"),
                Arguments.of(wrapped(new NullPointerException()), "NullPointerException"),
                Arguments.of(wrapped(null), "CamelExecutionException"),
                Arguments.of(
                        wrapped(new IllegalStateException("the pool is closed. Exchange[5A-1]")), "the pool is closed"),
                Arguments.of(
                        new RuntimeException(new ClassNotFoundException("org.sqlite.JDBC")),
                        "there is no class org.sqlite.JDBC"),
                Arguments.of(new NoClassDefFoundError("org/sqlite/JDBC"), "there is no class org.sqlite.JDBC"),
                Arguments.of(new IOException("a\n  b", new NoSuchFileException("/x")), "there is no file /x"),
                Arguments.of(
                        new IOException("cannot write", new ClosedChannelException()),
                        "IOException: cannot write (ClosedChannelException)"),
                Arguments.of(
                        wrapped(new UnknownHostException("crm.example.com")),
                        "the name of the host cannot be resolved: crm.example.com"),
                // what quotes its cause says more
                Arguments.of(
                        new IllegalArgumentException("call.hours: no such day", new IOException("no such day")),
                        "call.hours: no such day"),
                Arguments.of(
                        wrapped(new JournalUnavailableException("the journal is closed", new IOException("reset"))),
                        "the journal is closed: IOException: reset"));
    }

    private static Throwable wrapped(Throwable cause) {
        return new CamelExecutionException(
                "Exception occurred during execution", new DefaultExchange(new DefaultCamelContext()), cause);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void theDeepestCauseThatSaysSomethingIsOneLine(Throwable failure, String text) {
        assertThat(Cause.of(failure)).isEqualTo(text);
    }

    @Test
    void aTextThatCannotBeConvertedIsNotQuoted() {
        assertThat(Cause.of(
                        wrapped(new TypeConversionException(SECRET, Integer.class, new NumberFormatException(SECRET)))))
                .isEqualTo("a String is no Integer");
        assertThat(Cause.of(new NumberFormatException("For input string: \"" + SECRET + "\"")))
                .isEqualTo("a text is no number");
    }

    @Test
    void causesInACircleEnd() {
        IOException one = new IOException("one");
        one.initCause(new IOException("two", one));

        assertThat(Cause.of(one)).startsWith("IOException: ");
    }
}
