package io.voicewebhooks.dev;

import io.voicewebhooks.app.Logging;
import io.voicewebhooks.app.VoiceApplication;
import io.voicewebhooks.config.ConfigurationException;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code dev} as a process, for the files of its working directory. */
public final class DevProcess {
    private DevProcess() {}

    /**
     * Runs it until it is stopped.
     *
     * @param demo whether a call is made first, and what comes of it is shown
     * @return the exit status: 1 if it does not start, which it says
     */
    public static int run(boolean demo, PrintStream out, PrintStream err) {
        Logging.use(Logging.Output.WARNINGS);
        try {
            refuseRealTokens();
            Settings ports = Settings.only(
                    VoiceApplication.configuration().getPropertiesComponent()::resolveProperty,
                    Key.HTTP_PORT,
                    Key.MANAGEMENT_PORT);
            int port = ports.number(Key.HTTP_PORT);
            int managementPort = ports.number(Key.MANAGEMENT_PORT);
            Optional<String> taken = demo ? Demonstration.taken(port, managementPort) : Optional.empty();
            if (taken.isPresent()) {
                err.println(taken.get());
                return Demonstration.TAKEN;
            }
            Optional<Demonstration> demonstration = demo ? Optional.of(new Demonstration(out)) : Optional.empty();
            DevMode dev = new DevMode(
                    Path.of(""),
                    out,
                    DevSettings.freePort(port),
                    DevSettings.freePort(managementPort),
                    demonstration.map(Demonstration::settings).orElse(Map.of()));
            Runtime.getRuntime().addShutdownHook(new Thread(dev::close, "stop"));
            dev.run(demonstration);
            return 0;
        } catch (IOException | ConfigurationException | IllegalStateException e) {
            err.println("dev does not start:");
            e.getMessage().lines().forEach(line -> err.println("  " + line));
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static void refuseRealTokens() throws IOException {
        List<String> tokens =
                RealTokens.in(UserFiles.read(Path.of("")).properties(), System.getProperties(), System.getenv());
        if (!tokens.isEmpty()) {
            throw new IllegalStateException(String.join("\n", tokens));
        }
    }
}
