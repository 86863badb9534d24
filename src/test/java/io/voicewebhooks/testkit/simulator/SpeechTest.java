package io.voicewebhooks.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Language and voice of what is heard, in the transcript. */
class SpeechTest extends CallScenario {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<Say>Hello.</Say>                                          | \"Hello.\"",
                "<Say language='en-US'>Hello.</Say>                         | \"Hello.\"",
                "<Say language='de-DE'>Hallo.</Say>                         | \"Hallo.\" [de-DE]",
                "<Say voice='Polly.Vicki'>Hallo.</Say>                      | \"Hallo.\" [Polly.Vicki]",
                "<Say language='de-DE' voice='Polly.Vicki'>Hallo.</Say>     | \"Hallo.\" [de-DE, Polly.Vicki]",
                "<Gather><Say language='fr-FR'>Bonjour.</Say></Gather>      | \"Bonjour.\" [fr-FR]"
            })
    void theTranscriptNamesWhatIsNotTheStandard(String twiml, String heard) {
        application.says("/voice", twiml);

        Call call = call();

        assertThat(call.transcript()).contains("hears " + heard + "\n");
        assertThat(call.speech()).singleElement().hasToString(heard);
    }
}
