package io.voicewebhooks.observe;

import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.security.cert.CertPathBuilderException;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.TypeConversionException;
import org.apache.camel.component.bean.ParameterBindingException;

/**
 * What is behind a failure, in one line: the deepest cause that says something, since what wraps it often says only that
 * something failed. A text that could not be converted is not quoted: a caller may have written it.
 */
public final class Cause {
    private static final String OURS = "io.voicewebhooks.";
    /** Deeper than any; a chain may be a circle. */
    private static final int DEEPEST = 30;

    private static final Pattern EXCHANGE = Pattern.compile("(?: on the exchange:|\\.)? ?Exchange\\[[^\\]]*]");
    /** Exceptions of the JDK whose message is no sentence. */
    private static final Map<Class<?>, String> IN_WORDS = Map.of(
            NoSuchFileException.class, "there is no file %s",
            AccessDeniedException.class, "access to %s is denied",
            UnknownHostException.class, "the name of the host cannot be resolved: %s",
            SocketTimeoutException.class, "there was no answer in time: %s",
            CertPathBuilderException.class, "the certificate of the server is not trusted: %s");

    private static final String WRAPPER = "Exception occurred during execution";

    private Cause() {}

    /** Never empty, without a line break. The words of an exception of ours come before those of its own cause. */
    public static String of(Throwable failure) {
        return oneLine(words(failure, DEEPEST));
    }

    private static String words(Throwable failure, int deepest) {
        Throwable cause = failure;
        Throwable telling = failure;
        for (int depth = deepest; cause != null && depth > 0; depth--) {
            String converted = conversion(cause);
            if (converted != null) {
                return converted;
            }
            if (cause.getClass().getName().startsWith(OURS) && tells(cause) || isContext(cause)) {
                return withItsCause(cause, depth - 1);
            }
            if (tells(cause) || !tells(telling)) {
                telling = cause;
            }
            cause = cause.getCause();
        }
        Throwable innermost = innermost(telling, deepest);
        String text = words(telling);
        return innermost == telling ? text : text + " (" + innermost.getClass().getSimpleName() + ")";
    }

    private static String withItsCause(Throwable ours, int depth) {
        if (ours.getCause() == null || depth <= 0) {
            return ours.getMessage();
        }
        String inner = ours.getCause().getMessage();
        return inner != null && ours.getMessage().contains(inner)
                ? ours.getMessage()
                : ours.getMessage() + ": " + words(ours.getCause(), depth);
    }

    /** A sentence of somebody who quotes the cause in it, and says more. */
    private static boolean isContext(Throwable cause) {
        Throwable inner = cause.getCause();
        return inner != null
                && inner.getMessage() != null
                && (cause instanceof IllegalArgumentException || cause instanceof IllegalStateException)
                && cause.getMessage() != null
                && cause.getMessage().contains(inner.getMessage())
                && !cause.getMessage().equals(inner.toString());
    }

    private static boolean tells(Throwable cause) {
        String message = cause.getMessage();
        return message != null && !message.isBlank() && !message.startsWith(WRAPPER);
    }

    private static Throwable innermost(Throwable failure, int deepest) {
        Throwable cause = failure;
        for (int depth = deepest; cause.getCause() != null && depth > 0; depth--) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Camel quotes what it could not convert. */
    private static String conversion(Throwable cause) {
        if (cause instanceof ParameterBindingException wrong && wrong.getMethod() != null) {
            return "parameter " + (wrong.getIndex() + 1) + " of the method "
                    + wrong.getMethod().getName() + " is no "
                    + wrong.getParameterType().getSimpleName();
        }
        if (cause instanceof TypeConversionException wrong) {
            return "a " + wrong.getFromType().getSimpleName() + " is no "
                    + wrong.getToType().getSimpleName();
        }
        if (cause instanceof NoTypeConversionAvailableException wrong) {
            return "nothing makes a " + wrong.getToType().getSimpleName() + " of a "
                    + wrong.getFromType().getSimpleName();
        }
        if (cause instanceof InvalidPayloadException wrong) {
            return "the body is no " + wrong.getType().getSimpleName();
        }
        return cause instanceof NumberFormatException ? "a text is no number" : null;
    }

    private static String words(Throwable cause) {
        String message = cause.getMessage();
        String name = cause.getClass().getSimpleName();
        if (message == null || message.isBlank() || message.startsWith(WRAPPER)) {
            return name;
        }
        if (cause instanceof ClassNotFoundException || cause instanceof NoClassDefFoundError) {
            return "there is no class " + message.replace('/', '.');
        }
        return IN_WORDS.entrySet().stream()
                .filter(known -> known.getKey().isInstance(cause))
                .map(known -> known.getValue().formatted(message))
                .findFirst()
                .orElse(isSentence(cause) ? message : name + ": " + message);
    }

    /** Those of the JDK say little without their name. */
    private static boolean isSentence(Throwable cause) {
        return !cause.getClass().getName().startsWith("java")
                || cause instanceof IllegalArgumentException
                || cause instanceof IllegalStateException;
    }

    private static String oneLine(String text) {
        return EXCHANGE.matcher(text).replaceAll("").strip().replaceAll("\\s+", " ");
    }
}
