package io.voicewebhooks.delivery;

import io.voicewebhooks.event.NotAnEventException;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What a failed try to deliver an event speaks of; it decides what happens next. */
enum Failure {
    /**
     * The sink: it cannot be reached, is overloaded, broken or elsewhere, or refuses our credentials. Others would fail as
     * well.
     */
    SINK,
    /** This try of this event; the next one may succeed. */
    EVENT,
    /** This event for good: no further try can succeed. */
    PERMANENT,
    /** Nothing: the try was rolled back, and the event comes again. */
    NOTHING;

    /** Answers of HTTP endpoints in the 4xx that may be different next time. */
    private static final Set<Integer> TEMPORARY = Set.of(408, 409, 425, 429);

    private static final Set<Integer> CREDENTIALS = Set.of(401, 403, 407);
    /** RFC 4954, section 6, and 538 of its predecessor. */
    private static final Set<Integer> MAIL_CREDENTIALS = Set.of(530, 534, 535, 538);

    /** What SQLite finds wrong with a row: a constraint, a size, a type. See https://www.sqlite.org/rescode.html. */
    private static final Set<Integer> WRONG_ROW = Set.of(18, 19, 20);

    private static final Set<String> MISSING_OBJECT = Set.of("NoSuchKey", "NoSuchVersion", "InvalidObjectState");
    /** Codes with status 400 that speak of bucket, region, key or credentials; the others speak of the object. */
    private static final Set<String> WRONG_SETTINGS = Set.of(
            "AuthorizationHeaderMalformed",
            "ExpiredToken",
            "IllegalLocationConstraintException",
            "InvalidBucketName",
            "InvalidToken",
            "KMS.DisabledException",
            "KMS.InvalidStateException",
            "KMS.NotFoundException",
            "TokenRefreshRequired");

    /** Judges the outermost cause that is known; what nobody knows is taken for this try's. */
    static Failure of(Throwable failure) {
        for (Throwable cause = failure; cause != null && cause != cause.getCause(); cause = cause.getCause()) {
            Optional<Failure> known = known(cause);
            if (known.isPresent()) {
                return known.get();
            }
        }
        return EVENT;
    }

    private static Optional<Failure> known(Throwable cause) {
        if (cause instanceof UndeliverableException || cause instanceof NotAnEventException) {
            return Optional.of(PERMANENT);
        }
        if (cause instanceof MediaException) {
            return Optional.of(EVENT);
        }
        if (cause instanceof HttpOperationFailedException http) {
            return Optional.of(http(http.getStatusCode()));
        }
        if (cause instanceof S3Exception s3) {
            return Optional.of(s3(s3));
        }
        if (cause instanceof MessagingException mail) {
            return Optional.of(mail(mail));
        }
        if (cause instanceof SQLException sql) {
            return Optional.of(sql(sql));
        }
        return cause instanceof SdkException || cause instanceof IOException ? Optional.of(SINK) : Optional.empty();
    }

    private static Failure http(int status) {
        if (status >= 500 || status == 429 || CREDENTIALS.contains(status)) {
            return SINK;
        }
        if (status >= 300 && status < 400) {
            // redirects are not followed: it is at another address for every event
            return SINK;
        }
        return TEMPORARY.contains(status) || status < 300 ? EVENT : PERMANENT;
    }

    private static Failure s3(S3Exception failure) {
        // none where the answer had no body, to HEAD for example, or a proxy's
        String code = Optional.ofNullable(failure.awsErrorDetails())
                .map(AwsErrorDetails::errorCode)
                .orElse("");
        if (MISSING_OBJECT.contains(code)) {
            return PERMANENT;
        }
        return failure.statusCode() == 400 && !WRONG_SETTINGS.contains(code) ? EVENT : SINK;
    }

    /** RFC 5321, section 4.2.1: 4yz is transient, 5yz is permanent. */
    private static Failure mail(MessagingException failure) {
        if (failure instanceof AuthenticationFailedException) {
            return SINK;
        }
        int code = code(failure);
        if (code == 0 && failure.getNextException() instanceof MessagingException next) {
            return mail(next);
        }
        if (MAIL_CREDENTIALS.contains(code)) {
            return SINK;
        }
        if (code >= 500) {
            return PERMANENT;
        }
        return code == 0 && failure instanceof SendFailedException ? EVENT : SINK;
    }

    /** By the class of the SQLSTATE, 22 and 23 are data and constraints; SQLite has none, but codes with a low byte. */
    private static Failure sql(SQLException failure) {
        String state = failure.getSQLState();
        boolean isRow = state == null ? WRONG_ROW.contains(failure.getErrorCode() & 0xff) : state.matches("2[23].*");
        return isRow ? EVENT : SINK;
    }

    /** What the mail server answered, -1 if it closed the connection instead, 0 if the failure does not say. */
    static int code(MessagingException failure) {
        if (failure instanceof SMTPAddressFailedException address) {
            return address.getReturnCode();
        }
        if (failure instanceof SMTPSenderFailedException sender) {
            return sender.getReturnCode();
        }
        return failure instanceof SMTPSendFailedException send ? send.getReturnCode() : 0;
    }
}
