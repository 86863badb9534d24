import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.Telephone;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;

/** With the starter that has platform-http served by the servlet engine, which is on the class path of this test. */
class ServletEngineTest {
    @Test
    void theStartEndsWithALineThatSaysSo() {
        assertThatThrownBy(() -> SpringApplication.run(
                        Telephone.class, "--server.port=0", "--twilio.auth-token=0123456789abcdef0123456789abcdef"))
                .rootCause()
                .hasMessage(
                        "the component platform-http is served by SpringBootPlatformHttpEngine; allowed: the HTTP server"
                                + " that voice-webhooks brings. Remove what brings the other one, in Spring Boot the dependency"
                                + " camel-platform-http-starter");
    }
}
