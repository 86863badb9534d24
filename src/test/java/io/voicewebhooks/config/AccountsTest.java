package io.voicewebhooks.config;

import static io.voicewebhooks.config.ConfigurationScenario.ACCOUNT;
import static io.voicewebhooks.config.ConfigurationScenario.OTHER_ACCOUNT;
import static io.voicewebhooks.config.ConfigurationScenario.TOKEN;
import static io.voicewebhooks.config.ConfigurationScenario.problems;
import static io.voicewebhooks.config.ConfigurationScenario.valid;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AccountsTest {
    private static final String OTHER = "twilio.accounts." + OTHER_ACCOUNT + ".";
    private static final String OTHER_VARIABLE = "TWILIO_ACCOUNTS_" + OTHER_ACCOUNT.toUpperCase() + "_";
    private static final String API_KEY = "SK0123456789abcdef0123456789abcdef";

    @Test
    void anAccountIsCalledWithItsFirstToken() {
        Account account = valid().with("twilio.auth-token", "new, old").read().mainAccount();

        assertThat(account.tokens()).containsExactly("new", "old");
        assertThat(account.user()).isEqualTo(ACCOUNT);
        assertThat(account.password()).isEqualTo("new");
    }

    @Test
    void anAccountIsCalledWithItsApiKeyWhereItHasOne() {
        Account account = valid().with("twilio.api-key-sid", API_KEY)
                .with("twilio.api-key-secret", "secret")
                .read()
                .mainAccount();

        assertThat(account.user()).isEqualTo(API_KEY);
        assertThat(account.password()).isEqualTo("secret");
    }

    @Test
    void theApiUrlLosesItsTrailingSlash() {
        assertThat(valid().with("twilio.api-url", "https://api.dublin.ie1.twilio.com/")
                        .read()
                        .mainAccount()
                        .apiUrl())
                .isEqualTo("https://api.dublin.ie1.twilio.com");
    }

    @Test
    void aFurtherAccountComesAfterTheMainOne() {
        assertThat(valid().with(OTHER + "auth-token", "other").read().accounts())
                .containsOnlyKeys(ACCOUNT, OTHER_ACCOUNT)
                .containsEntry(
                        OTHER_ACCOUNT,
                        new Account(
                                OTHER_ACCOUNT,
                                java.util.List.of("other"),
                                OTHER_ACCOUNT,
                                "other",
                                "https://api.twilio.com"));
    }

    @Test
    void aFurtherAccountIsInTheRegionOfTheMainOneUnlessItSaysOtherwise() {
        Settings settings = valid().with("twilio.api-url", "https://main.example.com")
                .with(OTHER + "auth-token", "other")
                .read();
        Settings ownRegion = valid().with("twilio.api-url", "https://main.example.com")
                .with(OTHER + "auth-token", "other")
                .with(OTHER + "api-url", "https://own.example.com")
                .read();

        assertThat(settings.accounts().get(OTHER_ACCOUNT).apiUrl()).isEqualTo("https://main.example.com");
        assertThat(ownRegion.accounts().get(OTHER_ACCOUNT).apiUrl()).isEqualTo("https://own.example.com");
    }

    @Test
    void aFurtherAccountMayBeSetByEnvironmentVariablesAlone() {
        Settings settings = valid().withVariable(OTHER_VARIABLE + "AUTH_TOKEN", TOKEN + "," + TOKEN)
                .withVariable(OTHER_VARIABLE + "API_KEY_SID", API_KEY)
                .withVariable(OTHER_VARIABLE + "API_KEY_SECRET", "secret")
                .read();

        assertThat(settings.accounts().get(OTHER_ACCOUNT).tokens()).containsExactly(TOKEN, TOKEN);
        assertThat(settings.accounts().get(OTHER_ACCOUNT).user()).isEqualTo(API_KEY);
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void aFurtherAccountNeedsATokenToo() {
        assertThat(problems(valid().with(OTHER + "api-url", "https://own.example.com")))
                .startsWith(OTHER + "auth-token is not set; allowed: ");
    }

    @Test
    void aWrongApiKeyOfAFurtherAccountIsNamed() {
        assertThat(problems(valid().with(OTHER + "auth-token", "other").with(OTHER + "api-key-sid", "SK1")))
                .startsWith(OTHER + "api-key-sid = SK1; allowed: SK and 32 hexadecimal digits");
    }

    @Test
    void halfAnApiKeyOfAFurtherAccountIsRefused() {
        assertThat(problems(valid().with(OTHER + "auth-token", "other").with(OTHER + "api-key-sid", API_KEY)))
                .contains(OTHER + "api-key-sid")
                .contains(OTHER + "api-key-secret")
                .contains("belong together");
    }

    @Test
    void theWrongTokenOfAFurtherAccountIsNotPrinted() {
        assertThat(problems(valid().with(OTHER + "auth-token", "my secret")))
                .startsWith(OTHER + "auth-token has a wrong value (not shown)")
                .doesNotContain("my secret");
    }

    @Test
    void aFurtherAccountWithAWrongSidIsRefused() {
        assertThat(problems(valid().with("twilio.accounts.AC12.auth-token", TOKEN)))
                .contains("AC12 is no account; allowed: AC and 32 hexadecimal digits")
                .doesNotContain(TOKEN);
    }
}
