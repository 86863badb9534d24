package io.voicewebhooks.cli;

import io.voicewebhooks.app.VoiceApplication;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** What happens without a command, too. */
@Command(name = "run", description = "Answer webhooks until stopped (the default).")
final class RunCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        return VoiceApplication.run();
    }
}
