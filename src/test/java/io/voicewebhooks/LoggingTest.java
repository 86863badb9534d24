package io.voicewebhooks;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
}
