package io.voicewebhooks.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DialPlanTest {

    @Test
    void commasRingAtOnceAndSemicolonsInTurn() {
        DialPlan plan = forwarding("+15550001111, +14155551212 ; +15550003333");

        assertThat(plan.numbers(null)).containsExactly("+15550001111", "+14155551212");
        assertThat(plan.numbers(1)).containsExactly("+15550003333");
        assertThat(plan.numbers(2)).isEmpty();
        assertThat(plan.next(null)).isEqualTo("1");
        assertThat(plan.next(0)).isEqualTo("1");
        assertThat(plan.next(1)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"office", "01715550000", "+1 555", "client:bob"})
    void aCallerIdThatIsNoNumberIsNamedWithWhatIsAllowed(String number) {
        assertThatThrownBy(() -> plan(Map.of("call.forward.caller-id", number)))
                .hasMessageStartingWith("call.forward.caller-id = " + number
                        + "; allowed: a number of the account such as +15558675310");
    }

    @Test
    void withoutNumbersThereIsNoTurn() {
        DialPlan plan = plan(Map.of());

        assertThat(plan.numbers(0)).isEmpty();
        assertThat(plan.next(0)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"home", "+1<555>", "sip:a@b", "1", "0171-12345", "+1 555 000 2222", "+0171", "+1555000111122223"
            })
    void aWrongNumberIsNamedWithWhatIsAllowed(String number) {
        assertThatThrownBy(() -> forwarding("+15550001111," + number))
                .hasMessageStartingWith(
                        "call.forward.to has \"" + number + "\"; allowed: numbers such as +15558675310");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+15550001111,",
                "+15550001111,,+15550002222",
                "+15550001111;;+15550002222",
                "; +15550001111",
                ";"
            })
    void anEmptyEntryIsRefused(String numbers) {
        assertThatThrownBy(() -> forwarding(numbers))
                .hasMessageStartingWith("call.forward.to has an empty entry; allowed: numbers such as +15558675310");
    }

    @Test
    void moreThanTenNumbersAtOnceAreRefused() {
        assertThatThrownBy(() -> forwarding("+15550001111,".repeat(10) + "+15550001111"))
                .hasMessage("call.forward.to rings too many numbers at once; allowed: 10");
    }

    @ParameterizedTest
    @CsvSource({
        "call.forward.ring-seconds, 4, 5 to 600",
        "call.forward.ring-seconds, 601, 5 to 600",
        "call.forward.ring-seconds, long, 5 to 600",
        "call.forward.announce, yes, 'true, false'"
    })
    void aWrongValueIsNamedWithWhatIsAllowed(String key, String value, String allowed) {
        assertThatThrownBy(() -> plan(Map.of(key, value))).hasMessage(key + " = " + value + "; allowed: " + allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "+15558675310, +15558675310",
        "+15558675310, ' +15558675310 '",
        "+1555*, +15551230000",
        "+49301234*, +49301234",
        "+49301234*, +493012345678901",
        "1*, 12",
        "sip:*@pbx.example.com, sip:alice.b-1@pbx.example.com",
        "client:*, client:alice"
    })
    void whatIsOnTheListMayBeDialled(String entry, String number) {
        assertThat(allowing("+4930555, " + entry).allowed(number)).isEqualTo(number.strip());
    }

    @ParameterizedTest
    @CsvSource({
        "+15558675310, +155586753101",
        "+15558675310, 15558675310",
        "+1555*, +19005551234",
        "+1555*, +1555123000",
        "+1555*, +155512300001",
        "+49301234*, +4930123456789012",
        "+1555*, '+15551230000,,,,9'",
        "+1555*, +1555abc",
        "+1555*, ''",
        "sip:*@pbx.example.com, sip:a@evil.example?x=@pbx.example.com",
        "sip:*@pbx.example.com, sip:a@evil.example;x@pbx.example.com",
        "sip:*@pbx.example.com, sip:@pbx.example.com",
        "client:*, client:a b"
    })
    void anythingElseIsRefusedWithoutTellingTheNumber(String entry, String number) {
        assertThatThrownBy(() -> allowing(entry).allowed(number))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a caller asked for a number that call.dial-allowed does not have");
    }

    @Test
    void withoutAListNothingIsAllowed() {
        assertThatThrownBy(() -> plan(Map.of()).allowed("+15558675310")).hasMessageContaining("call.dial-allowed");
        assertThatThrownBy(() -> plan(Map.of()).allowed(null)).hasMessageContaining("call.dial-allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "+1*5", "home", "sip:a b@c", "tel:+1555"})
    void aWrongEntryIsNamedWithWhatIsAllowed(String entry) {
        assertThatThrownBy(() -> allowing(entry))
                .hasMessageStartingWith("call.dial-allowed has \"" + entry + "\"; allowed: ");
    }

    @ParameterizedTest
    @CsvSource({
        "+15558675310, 0",
        "+1555867*, 0",
        "+1555*, 1",
        "+49*, 1",
        "0*, 1",
        "client:*, 0",
        "sip:*@pbx.example.com, 0",
        "sip:alice@*, 1",
        "sip:*, 1",
        "'+1555*, sip:*@*.example.com', 2",
        "'', 0"
    })
    void anEntryThatLeavesTooMuchToCallersIsAWarning(String list, int warnings) {
        assertThat(DialPlan.warnings(list)).hasSize(warnings).allSatisfy(warning -> assertThat(warning)
                .startsWith("call.dial-allowed has \"")
                .contains("expected: "));
    }

    private static DialPlan forwarding(String numbers) {
        return plan(Map.of("call.forward.to", numbers));
    }

    private static DialPlan allowing(String list) {
        return plan(Map.of("call.dial-allowed", list));
    }

    private static DialPlan plan(Map<String, String> set) {
        return new DialPlan(key -> set.getOrDefault(key.key(), key.defaultValue()));
    }
}
