package io.voicewebhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What an operator reads of a failed try. */
class ReasonTest {
    private static final String SECRET_URL =
            "https://user:password@hooks.example.com:8443/services/T0/secret?token=secret";

    @Test
    void anHttpEndpointAnsweredAndItsUrlIsNotTold() {
        assertThat(reason(http(503, null))).isEqualTo("the endpoint answered 503");
        assertThat(reason(new CamelExecutionException("in a splitter", null, http(503, null))))
                .isEqualTo("the endpoint answered 503");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "none, ''",
                "/services/secret, ''",
                "://secret, ''",
                "https://www.example.com/secret, ' to www.example.com'",
                "https://user:secret@www.example.com:8443/, ' to www.example.com'"
            })
    void aRedirectSaysWhereToButNotMoreThanTheHost(String location, String words) {
        assertThat(reason(http(301, location)))
                .isEqualTo("the endpoint answered 301: it redirects" + words + ", and redirects are not followed");
    }

    @Test
    void ofAUrlThereIsOnlyTheHost() {
        assertThat(reason(new IllegalArgumentException("cannot resolve endpoint " + SECRET_URL + ", really")))
                .isEqualTo("cannot resolve endpoint https://hooks.example.com:8443, really");
        assertThat(reason(new ConnectException("Connect to https://user:secret@hooks.example.com failed")))
                .isEqualTo("ConnectException: Connect to https://hooks.example.com failed");
    }

    @Test
    void s3SaysItsCodeAndItsWords() {
        assertThat(reason(S3Exception.builder()
                        .statusCode(503)
                        .requestId("4442587FB7D0A2F9")
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorCode("SlowDown")
                                .errorMessage("Please reduce your request rate.")
                                .build())
                        .build()))
                .isEqualTo("S3 answered 503 SlowDown: Please reduce your request rate.");
        assertThat(reason(S3Exception.builder().statusCode(404).build())).isEqualTo("S3 answered 404");
    }

    @Test
    void aMailServerIsQuoted() throws Exception {
        assertThat(reason(new SendFailedException(
                        "Invalid Addresses",
                        new SMTPAddressFailedException(
                                new InternetAddress("office@example.com"),
                                "RCPT TO:",
                                550,
                                "550-5.1.1 no such user\n550 5.1.1 here\n"))))
                .isEqualTo("the mail server answered 550-5.1.1 no such user 550 5.1.1 here");
        assertThat(reason(new SMTPSendFailedException(".", 451, "451 4.7.1 later\n", null, null, null, null)))
                .isEqualTo("the mail server answered 451 4.7.1 later");
        assertThat(reason(new AuthenticationFailedException("535 5.7.8 no\n")))
                .isEqualTo("the mail server refused user name and password: 535 5.7.8 no");
    }

    @Test
    void aMailServerThatHangsUpIsNotQuoted() {
        assertThat(reason(new SMTPSendFailedException(".", -1, "[EOF]", null, null, null, null)))
                .isEqualTo("the mail server closed the connection before it answered");
    }

    @Test
    void aMailServerThatCannotBeReachedIsNamed() {
        assertThat(reason(new MessagingException(
                        "Couldn't connect to host, port: mail.example.com, 25",
                        new ConnectException("Connection refused"))))
                .isEqualTo(
                        "Couldn't connect to host, port: mail.example.com, 25: ConnectException: Connection refused");
    }

    @Test
    void theNetworkSaysWhatIsWrong() {
        assertThat(reason(SdkClientException.create(
                        "see cause", new UnknownHostException("s3.example.com: Name or service not known"))))
                .isEqualTo("the name of the host cannot be resolved: s3.example.com: Name or service not known");
        assertThat(reason(SdkClientException.create("see cause", new SocketTimeoutException("Read timed out"))))
                .isEqualTo("there was no answer in time: Read timed out");
        SSLHandshakeException handshake = new SSLHandshakeException("PKIX path building failed");
        handshake.initCause(new CertPathBuilderException("unable to find valid certification path"));
        assertThat(reason(handshake))
                .isEqualTo("the certificate of the server is not trusted: unable to find valid certification path");
    }

    @Test
    void audioThatCannotBeFetchedSaysWhyToo() {
        assertThat(reason(new MediaException("the recording could not be fetched", new IOException("reset"))))
                .isEqualTo("the recording could not be fetched: IOException: reset");
        assertThat(reason(new CamelExecutionException("wrapped", null, new MediaException("it is cut short"))))
                .isEqualTo("it is cut short");
    }

    @Test
    void aReasonIsOneLineOfBoundedLength() {
        assertThat(reason(new UndeliverableException("gone\nERROR forged line\t" + "x".repeat(1_000))))
                .startsWith("gone ERROR forged line xxx")
                .hasSize(501);
    }

    @Test
    void aFailureWithoutWordsIsNamed() {
        assertThat(reason(new IllegalStateException())).isEqualTo("IllegalStateException");
    }

    private static HttpOperationFailedException http(int status, String location) {
        return new HttpOperationFailedException(SECRET_URL, status, "", location, Map.of(), "");
    }

    private static String reason(Throwable failure) {
        return Reason.of(failure, text -> text);
    }
}
