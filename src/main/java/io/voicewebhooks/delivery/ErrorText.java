package io.voicewebhooks.delivery;

import io.voicewebhooks.config.Settings;
import io.voicewebhooks.event.NotAnEventException;
import io.voicewebhooks.recording.MediaException;
import io.voicewebhooks.signature.LogText;
import java.util.regex.Pattern;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * What went wrong, in one line that everybody may read: in logs, health, dead letters and lists. It holds no secret of the
 * configuration, and of an URL nothing behind the host.
 */
public final class ErrorText {
    private static final int LONGEST = 500;
    /** User and password, path, query. */
    private static final Pattern URL =
            Pattern.compile("(?<=://)(?:[^\\s/@]*@)?([^\\s/?#@,;\"'<>)\\]]+)[/?#][^\\s,;\"'<>)\\]]*");

    private final Settings settings;

    ErrorText(Settings settings) {
        this.settings = settings;
    }

    /** The innermost cause; of an HTTP failure the status alone. */
    String of(Throwable failure) {
        if (failure instanceof HttpOperationFailedException http) {
            return "the endpoint answered " + http.getStatusCode();
        }
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        // what we say ourselves holds none
        String text = isOurs(cause)
                ? cause.getMessage()
                : settings.withoutSecrets(cause.getClass().getSimpleName() + ": " + cause.getMessage());
        return LogText.of(withoutUrls(text), LONGEST);
    }

    private static boolean isOurs(Throwable cause) {
        return cause instanceof UndeliverableException
                || cause instanceof NotAnEventException
                || cause instanceof MediaException;
    }

    /** The text with nothing but the host of every URL in it. */
    public static String withoutUrls(String text) {
        return URL.matcher(text).replaceAll("$1/…");
    }
}
