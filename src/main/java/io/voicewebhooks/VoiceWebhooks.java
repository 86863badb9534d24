package io.voicewebhooks;

import io.voicewebhooks.app.VoiceApplication;
import io.voicewebhooks.cli.Commands;
import java.util.List;

/**
 * {@code java -jar voice-webhooks.jar}: answers Twilio's voice webhooks with the routes of {@code routes/} and the properties
 * of {@code application.properties}, both in the working directory. With arguments it is a command, {@link Commands}.
 */
public final class VoiceWebhooks {
    private VoiceWebhooks() {}

    public static void main(String[] args) {
        // a plain start loads nothing of the command line
        boolean plain = args.length == 0 || List.of(args).equals(List.of("run"));
        int status = plain ? VoiceApplication.run() : Commands.run(args);
        if (status != 0) {
            System.exit(status);
        }
    }
}
