package io.voicewebhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.UncategorizedSQLException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Whom each failure of a try speaks of. */
class FailureTest {
    private static final InternetAddress ADDRESS = address();

    @ParameterizedTest
    @CsvSource({
        "301, SINK", "307, SINK", "400, PERMANENT", "401, SINK", "403, SINK", "404, PERMANENT", "405, PERMANENT",
        "407, SINK", "408, EVENT", "409, EVENT", "410, PERMANENT", "413, PERMANENT", "422, PERMANENT", "425, EVENT",
        "429, SINK", "500, SINK", "502, SINK", "503, SINK", "504, SINK", "599, SINK"
    })
    void theStatusOfAnHttpEndpointSaysIt(int status, Failure failure) {
        assertThat(Failure.of(new HttpOperationFailedException("http://localhost", status, "", null, Map.of(), "")))
                .isEqualTo(failure);
    }

    @ParameterizedTest
    @CsvSource({
        "NoSuchKey, 404, PERMANENT",
        "NoSuchVersion, 404, PERMANENT",
        "InvalidObjectState, 403, PERMANENT",
        "NoSuchBucket, 404, SINK",
        "AccessDenied, 403, SINK",
        "InvalidAccessKeyId, 403, SINK",
        "SlowDown, 503, SINK",
        "InternalError, 500, SINK",
        "BadDigest, 400, EVENT",
        "RequestTimeout, 400, EVENT",
        "ExpiredToken, 400, SINK",
        "AuthorizationHeaderMalformed, 400, SINK"
    })
    void theCodeOfS3SaysIt(String code, int status, Failure failure) {
        assertThat(Failure.of(S3Exception.builder()
                        .statusCode(status)
                        .awsErrorDetails(
                                AwsErrorDetails.builder().errorCode(code).build())
                        .build()))
                .isEqualTo(failure);
    }

    @ParameterizedTest
    @CsvSource({"400, EVENT", "403, SINK", "404, SINK", "503, SINK"})
    void whereS3SendsNoCodeTheStatusDoes(int status, Failure failure) {
        assertThat(Failure.of(S3Exception.builder().statusCode(status).build())).isEqualTo(failure);
        // as the SDK makes it of an answer without a body
        assertThat(Failure.of(S3Exception.builder()
                        .statusCode(status)
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorMessage("Forbidden")
                                .build())
                        .build()))
                .isEqualTo(failure);
    }

    @Test
    void whatDoesNotReachS3SpeaksOfTheSink() {
        assertThat(Failure.of(SdkClientException.create("no connection"))).isEqualTo(Failure.SINK);
    }

    @ParameterizedTest
    @ValueSource(ints = {421, 450, 451, 452, 530, 534, 535, 538})
    void aMailServerThatRefusesForNowOrWantsOtherCredentialsSpeaksOfTheSink(int code) {
        assertThat(Failure.of(atRecipient(code))).isEqualTo(Failure.SINK);
        assertThat(Failure.of(atSender(code))).isEqualTo(Failure.SINK);
        assertThat(Failure.of(atData(code))).isEqualTo(Failure.SINK);
    }

    @ParameterizedTest
    @ValueSource(ints = {501, 550, 551, 552, 553, 554})
    void aMailServerThatRefusesForGoodSpeaksOfTheMail(int code) {
        assertThat(Failure.of(atRecipient(code))).isEqualTo(Failure.PERMANENT);
        assertThat(Failure.of(atSender(code))).isEqualTo(Failure.PERMANENT);
        assertThat(Failure.of(atData(code))).isEqualTo(Failure.PERMANENT);
    }

    @Test
    void aMailServerThatCannotBeReachedSpeaksOfTheSink() {
        assertThat(Failure.of(new MessagingException("no connection", new ConnectException("refused"))))
                .isEqualTo(Failure.SINK);
    }

    @Test
    void aMailServerThatRefusesTheLoginSpeaksOfTheSink() {
        assertThat(Failure.of(new AuthenticationFailedException("535 5.7.8 wrong")))
                .isEqualTo(Failure.SINK);
    }

    @Test
    void aMailThatIsNotSentForNoStatedReasonMayBeSentNextTime() {
        assertThat(Failure.of(new SendFailedException("no reason"))).isEqualTo(Failure.EVENT);
    }

    @ParameterizedTest
    @CsvSource({
        // SQLite: BUSY, LOCKED, READONLY, IOERR_SHORT_READ, CORRUPT, FULL, CANTOPEN, NOTADB; CONSTRAINT_UNIQUE, TOOBIG
        ", 5, SINK",
        ", 6, SINK",
        ", 8, SINK",
        ", 522, SINK",
        ", 11, SINK",
        ", 13, SINK",
        ", 14, SINK",
        ", 26, SINK",
        ", 2067, EVENT",
        ", 18, EVENT",
        // PostgreSQL: connection, password, database, table, disk full, shutdown, standby; text, unique
        "08006, 0, SINK",
        "28P01, 0, SINK",
        "3D000, 0, SINK",
        "42P01, 0, SINK",
        "53100, 0, SINK",
        "57P01, 0, SINK",
        "25006, 0, SINK",
        "22021, 0, EVENT",
        "23505, 0, EVENT"
    })
    void theCodeOfADatabaseSaysIt(String state, int code, Failure failure) {
        SQLException sql = new SQLException("no", state, code);
        assertThat(Failure.of(new UncategorizedSQLException("insert", null, sql)))
                .isEqualTo(failure);
    }

    @Test
    void whatCannotBeDeliveredIsPermanent() {
        assertThat(Failure.of(new UndeliverableException("gone"))).isEqualTo(Failure.PERMANENT);
    }

    @Test
    void whatCannotBeReachedSpeaksOfTheSink() {
        assertThat(Failure.of(new IOException("broken pipe"))).isEqualTo(Failure.SINK);
        assertThat(Failure.of(new SocketTimeoutException("late"))).isEqualTo(Failure.SINK);
    }

    @Test
    void whatNobodyKnowsSpeaksOfThisTry() {
        assertThat(Failure.of(new IllegalStateException("surprise"))).isEqualTo(Failure.EVENT);
    }

    @Test
    void theOutermostKnownCauseSaysIt() {
        assertThat(Failure.of(new CamelExecutionException(
                        "wrapped", null, new IllegalStateException(new UndeliverableException("gone")))))
                .isEqualTo(Failure.PERMANENT);
    }

    private static MessagingException atRecipient(int code) {
        return new SendFailedException(
                "Invalid Addresses", new SMTPAddressFailedException(ADDRESS, "RCPT TO", code, code + " no"));
    }

    private static MessagingException atSender(int code) {
        return new SMTPSenderFailedException(ADDRESS, "MAIL FROM", code, code + " no");
    }

    private static MessagingException atData(int code) {
        return new SMTPSendFailedException("DATA", code, code + " no", null, null, null, null);
    }

    private static InternetAddress address() {
        try {
            return new InternetAddress("office@example.com");
        } catch (AddressException e) {
            throw new IllegalStateException(e);
        }
    }
}
