package io.voicewebhooks.dev;

import io.voicewebhooks.testkit.TemporaryDirectory;
import java.util.ArrayList;
import java.util.List;

/**
 * How long it takes {@code dev} from a save until a caller hears it, beside a plain stop and start of the application in the
 * same JVM, each until a caller is answered:
 *
 * <pre>mvn -q -Pbench test-compile exec:exec -Dbench=save</pre>
 *
 * Twenty edits of a template, or {@code edits=5}, and a restart after each.
 */
public final class SaveRun {
    private SaveRun() {}

    public static void main(String[] arguments) throws Exception {
        List<Long> saves = new ArrayList<>();
        List<Long> restarts = new ArrayList<>();
        try (TemporaryDirectory directory = TemporaryDirectory.make("voice-webhooks-save");
                DevFolder folder = DevFolder.start(directory.path())) {
            for (int edit = 0; edit <= Integer.getInteger("bench.edits", 20); edit++) {
                String words = "Greeting number " + edit;
                long saved = System.nanoTime();
                folder.save("routes/twiml/voicemail.xml", "<Response><Say>%s</Say></Response>".formatted(words));
                folder.takes("routes/twiml/voicemail.xml");
                hears(folder, words);
                long heard = System.nanoTime();
                DevApplication application = folder.dev().application();
                application.stop();
                application.start(UserFiles.read(directory.path()));
                hears(folder, words);
                // the first one warms up
                if (edit > 0) {
                    saves.add(heard - saved);
                    restarts.add(System.nanoTime() - heard);
                    System.out.printf(
                            "%2d: save to audible %.2f s, stop and start %.2f s%n",
                            edit, seconds(saves, edit - 1), seconds(restarts, edit - 1));
                }
            }
        }
        saves.sort(null);
        restarts.sort(null);
        int middle = saves.size() / 2;
        System.out.printf(
                "%d edits: save to audible %.2f s (median), %.2f s (longest); stop and start %.2f s (median); ratio %.2f%n",
                saves.size(),
                seconds(saves, middle),
                seconds(saves, saves.size() - 1),
                seconds(restarts, middle),
                seconds(saves, middle) / seconds(restarts, middle));
    }

    private static void hears(DevFolder folder, String words) {
        String twiml = folder.greeting();
        if (!twiml.contains(words)) {
            throw new IllegalStateException("a caller does not hear \"" + words + "\" but " + twiml);
        }
    }

    private static double seconds(List<Long> nanos, int at) {
        return nanos.get(at) / 1e9;
    }
}
