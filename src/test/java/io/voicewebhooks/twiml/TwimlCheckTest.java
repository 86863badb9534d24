package io.voicewebhooks.twiml;

import static org.assertj.core.api.Assertions.assertThat;

import com.samskivert.mustache.Mustache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates with one fault each, and what is said about them. */
class TwimlCheckTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<Say>Hello                             | "
                        + "The element type \"Say\" must be terminated by the matching end-tag \"</Say>\".",
                "<say>Hello</say>                       | there is no element <say>; expected: <Say>",
                "<Number>+15550001111</Number>          | <Number> stands in <Response>; expected there: "
                        + "<Connect>, <Dial>, <Echo>, <Enqueue>, <Gather>, <Hangup>, <Leave>, <Pause>, <Pay>, "
                        + "<Play>, <Prompt>, <Queue>, <Record>, <Redirect>, <Refer>, <Reject>, <Say>, <Sms>, "
                        + "<Start>, <Stop>",
                "<Gather><Record/></Gather>             | <Record> stands in <Gather>; expected there: <Pause>, <Play>, <Say>",
                "<Hangup><Say>x</Say></Hangup>          | <Say> stands in <Hangup>; expected there: <Parameter>",
                "Hello                                  | <Response> holds the text \"Hello\"; expected there: ",
                "<Reject reason=\"gone\"/>              | <Reject> has reason=\"gone\"; expected: busy or rejected",
                "<Gather input=\"dtmf voice\"/>         | <Gather> has input=\"dtmf voice\"; expected: one or "
                        + "several of dtmf, speech, separated by spaces",
                "<Gather actionOnEmptyResult=\"yes\"/>  | <Gather> has actionOnEmptyResult=\"yes\"; expected: true or false",
                "<Dial timeout=\"4\">+15550001111</Dial> | <Dial> has timeout=\"4\"; expected: a whole number, 5 to 600",
                "<Dial timeout=\"20s\">+15550001111</Dial> | <Dial> has timeout=\"20s\"; expected: a whole number, 5 to 600",
                "<Pause length=\"-1\"/>                 | <Pause> has length=\"-1\"; expected: a whole number, at least 0",
                "<Redirect method=\"post\">/x</Redirect> | <Redirect> has method=\"post\"; expected: GET or POST",
                "<Say>{{name}}</Say><!-- {{name}} -->   | a comment holds {{name}}; expected: no variable there",
                "<{{verb}}/>                            | "
                        + "The content of elements must consist of well-formed character data or markup.",
                "<Say {{loop}}>x</Say>                  | "
                        + "Element type \"Say\" must be followed by either attribute specifications, \">\" or \"/>\"."
            })
    void aFaultIsNamedWithItsLineAndWhatIsExpected(String twiml, String problem) {
        Findings findings = check("<Response>\n  <Pause/>\n  " + twiml + "</Response>");

        assertThat(findings.problems()).first().asString().startsWith("own.xml, line 3: " + problem.strip());
    }

    @Test
    void theLineIsThatOfTheTemplateWhateverItsSectionsDo() {
        Findings findings = check("""
                <Response>
                  {{#open}}
                    <Pause/>
                  {{/open}}
                  {{^open}}
                    <Pause/>
                    <Pause/>
                  {{/open}}
                  <Play loop="x">a.wav</Play>
                </Response>
                """);

        assertThat(findings.problems())
                .containsExactly("own.xml, line 9: <Play> has loop=\"x\"; expected: a whole number, 0 to 1000");
    }

    @Test
    void aFaultInASectionIsFoundWhereverElseIsSaid() {
        assertThat(check("<Response>{{#a}}<Pause/>{{/a}}{{^b}}<Pause length='x'/>{{/b}}</Response>")
                        .problems())
                .hasSize(1);
        assertThat(check("<Response>{{#a}}{{^b}}<Pause length='x'/>{{/b}}{{/a}}</Response>")
                        .problems())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<Dance/>                        | the element <Dance> is not known here; Twilio decides about it",
                "<Say mood=\"gay\">Hello</Say>   | the attribute mood of <Say> is not known here; Twilio decides about it",
                "<Dial record=\"true\">+15550001111</Dial> | "
                        + "<Dial> records; expected: an announcement, <Say> or <Play>, before it",
                "<Dial><Conference record=\"record-from-start\">x</Conference></Dial><Say>x</Say> | "
                        + "<Conference> records; expected: an announcement, <Say> or <Play>, before it"
            })
    void whatTwilioMayKnowIsAWarningAndSoIsARecordingWithoutAnnouncement(String twiml, String warning) {
        Findings findings = check("<Response>" + twiml + "</Response>");

        assertThat(findings.problems()).isEmpty();
        assertThat(findings.warnings()).containsExactly("own.xml, line 1: " + warning);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<Say>This call is recorded.</Say><Dial record=\"record-from-answer\">+15550001111</Dial>",
                "<Play>https://voice.example.com/consent.wav</Play><Dial><Conference "
                        + "record=\"record-from-start\">x</Conference></Dial>",
                "<Dial record=\"do-not-record\">+15550001111</Dial>",
                "<Say voice=\"Polly.Amy\"><prosody rate=\"slow\">Hello <break time=\"1s\"/></prosody></Say>",
                "<Dial timeout=\"{{seconds}}\" hangupOnStar=\"{{star}}\"><Number>{{number}}</Number></Dial>",
                "<Say>{{From}} {{context.caller}} {{SpeechResult}}</Say>",
                "<Dial callerId=\"{{To}}\"><Number>{{number}}</Number></Dial>",
                "<Dial>{{#numbers}}<Number>{{.}}</Number>{{/numbers}}</Dial>",
                "<Redirect>{{#action}}menu{{/action}}</Redirect>",
                "<Redirect>{{publicUrl}}/voice/menu?digits={{Digits}}</Redirect>",
                "<!-- a comment --><Hangup/>"
            })
    void whatIsRightIsNotMentioned(String twiml) {
        Findings findings = check("<Response>" + twiml + "</Response>");

        assertThat(findings.problems()).isEmpty();
        assertThat(findings.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "<Dial><Number>{{From}}</Number></Dial>, Number, From",
        "<Dial><Number>+1{{Digits}}</Number></Dial>, Number, Digits",
        "<Dial>{{SpeechResult}}</Dial>, Dial, SpeechResult",
        "<Dial><Sip>sip:{{SipHeader_X-Extension}}@pbx.example.com</Sip></Dial>, Sip, SipHeader_X-Extension",
        "<Dial><Sip>sip:a@pbx.example.com?x={{Digits}}</Sip></Dial>, Sip, Digits",
        "<Dial><Client>{{To}}</Client></Dial>, Client, To",
        "<Dial><Client><Identity>{{To}}</Identity></Client></Dial>, Identity, To",
        "<Dial><Number>{{context.caller}}</Number></Dial>, Number, context.caller",
        "<Dial><Number>{{{From}}}</Number></Dial>, Number, From",
        "<Dial>{{#From}}<Number>{{.}}</Number>{{/From}}</Dial>, Number, From",
        "<Dial><Number>{{#digits}}{{From}}{{/digits}}</Number></Dial>, Number, From",
        "<Redirect>{{Digits}}</Redirect>, Redirect, Digits",
        "<Gather action=\"{{SpeechResult}}\"/>, Gather, SpeechResult",
        "<Dial><Number url=\"{{Url}}\">{{number}}</Number></Dial>, Number, Url"
    })
    void aCallerChoosesNobodyThatIsDialled(String twiml, String element, String variable) {
        assertThat(check("<Response>" + twiml + "</Response>").problems())
                .containsExactly("own.xml, line 1: <" + element + "> holds {{" + variable
                        + "}}, which the caller may have chosen; expected: a variable that the route sets from the"
                        + " configuration or with dialPlan");
    }

    @Test
    void moreThanTenNumbersAreTooMany() {
        assertThat(check("<Response><Dial>" + "<Number>+15550001111</Number>".repeat(11) + "</Dial></Response>")
                        .problems())
                .containsExactly("own.xml, line 1: <Dial> calls more than 10; expected: at most 10 at once");
    }

    @Test
    void whatIsTooLongIsNamed() {
        assertThat(check("<Response><Gather hints=\"" + "x".repeat(101) + "\"/></Response>")
                        .problems())
                .singleElement()
                .asString()
                .contains("at most 500 of at most 100 characters");
        assertThat(check("<Response><Gather hints=\"" + "x,".repeat(501) + "\"/></Response>")
                        .problems())
                .hasSize(1);
        assertThat(check("<Response><Dial><Sip>sip:" + "x".repeat(252) + "</Sip></Dial></Response>")
                        .problems())
                .singleElement()
                .asString()
                .contains("at most 255 characters");
        assertThat(check("<Response><Say>" + "x".repeat(4097) + "</Say></Response>")
                        .warnings())
                .hasSize(1);
    }

    private static Findings check(String template) {
        Findings findings = new Findings();
        TemplateSample.of(template, Mustache.compiler().withEscaper(Templates::escape))
                .forEach(sample -> TwimlCheck.check("own.xml", sample, findings));
        return findings;
    }
}
