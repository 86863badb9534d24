package io.voicewebhooks.delivery;

import io.voicewebhooks.event.NotAnEventException;
import io.voicewebhooks.observe.Cause;
import io.voicewebhooks.observe.LogText;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.net.URI;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.camel.http.base.HttpOperationFailedException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Why a try failed, in one line for the operator. */
public final class Reason {
    private static final int LONGEST = 500;
    /** What may be a secret in a URL: user and password, path, query. */
    private static final Pattern URL =
            Pattern.compile("(?<=://)(?:[^\\s/@]*@)?([^\\s/?#@,;\"'<>)\\]]+)(?:[/?#][^\\s,;\"'<>)\\]]*)?");

    private Reason() {}

    /**
     * The words of the server that refused, if one did; of a URL no more than its host.
     *
     * @param withoutSecrets hides what the configuration keeps secret
     */
    static String of(Throwable failure, UnaryOperator<String> withoutSecrets) {
        String line = withoutSecrets.apply(words(failure)).strip().replaceAll("\\s+", " ");
        return LogText.of(withoutUrls(line), LONGEST);
    }

    /** A text of anybody with nothing but the host of each URL in it. */
    public static String withoutUrls(String text) {
        return URL.matcher(text).replaceAll("$1");
    }

    private static String words(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UndeliverableException || cause instanceof NotAnEventException) {
                return cause.getMessage();
            }
            if (cause instanceof MediaException) {
                return cause.getCause() == null
                        ? cause.getMessage()
                        : cause.getMessage() + ": " + words(cause.getCause());
            }
            if (cause instanceof HttpOperationFailedException http) {
                return http(http);
            }
            if (cause instanceof AwsServiceException aws) {
                return aws(aws);
            }
            if (cause instanceof MessagingException mail) {
                return mail(mail);
            }
        }
        return Cause.of(failure);
    }

    private static String http(HttpOperationFailedException failure) {
        String answered = "the endpoint answered " + failure.getStatusCode();
        return failure.isRedirectError()
                ? answered + ": it redirects" + host(failure.getRedirectLocation()) + ", and redirects are not followed"
                : answered;
    }

    private static String host(String location) {
        try {
            URI uri = URI.create(location == null ? "" : location);
            return uri.getHost() == null ? "" : " to " + uri.getHost();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String aws(AwsServiceException failure) {
        String answered = "S3 answered " + failure.statusCode();
        return failure.awsErrorDetails() == null || failure.awsErrorDetails().errorCode() == null
                ? answered
                : answered + " " + failure.awsErrorDetails().errorCode() + ": "
                        + failure.awsErrorDetails().errorMessage();
    }

    private static String mail(MessagingException failure) {
        int code = Failure.code(failure);
        if (code > 0) {
            return "the mail server answered " + failure.getMessage();
        }
        if (code < 0) {
            return "the mail server closed the connection before it answered";
        }
        if (failure instanceof AuthenticationFailedException) {
            return "the mail server refused user name and password: " + failure.getMessage();
        }
        if (failure.getNextException() instanceof MessagingException next) {
            return mail(next);
        }
        return failure.getCause() == null
                ? failure.getMessage()
                : failure.getMessage() + ": " + Cause.of(failure.getCause());
    }
}
