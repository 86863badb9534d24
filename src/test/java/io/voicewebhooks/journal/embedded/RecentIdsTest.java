package io.voicewebhooks.journal.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No event of the last ones comes twice, and none is taken for another. */
class RecentIdsTest {
    private final Random random = new Random(5);

    private String id() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void theLastOnesAreKnownAndNoOthers() {
        RecentIds recent = new RecentIds(10_000);
        List<String> added = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            String id = id();
            assertThat(recent.contains(id)).isFalse();
            recent.add(id);
            added.add(id);
        }
        assertThat(added.subList(40_000, 50_000)).allMatch(recent::contains);
        assertThat(added.subList(0, 30_000)).noneMatch(recent::contains);
    }

    @Test
    void idsThatHaveMuchInCommonAreNotMixedUp() {
        RecentIds recent = new RecentIds(10_000);
        List<String> low =
                IntStream.range(1, 3_000).mapToObj("%032x"::formatted).toList();
        List<String> high = IntStream.range(1, 3_000)
                .mapToObj(i -> "%016x%016x".formatted(i, 0))
                .toList();
        List<String> same = IntStream.range(1, 3_000)
                .mapToObj(i -> "%016x%016x".formatted(i, i))
                .toList();
        low.forEach(recent::add);
        assertThat(high).noneMatch(recent::contains);
        high.forEach(recent::add);
        assertThat(same).noneMatch(recent::contains);
        same.forEach(recent::add);

        assertThat(low).allMatch(recent::contains);
        assertThat(high).allMatch(recent::contains);
        assertThat(same).allMatch(recent::contains);
    }

    @Test
    void oneThatIsAddedAgainTakesNoPlace() {
        RecentIds recent = new RecentIds(2);
        recent.add("%032x".formatted(1));
        for (int i = 0; i < 10; i++) {
            recent.add("%032x".formatted(2));
        }
        assertThat(recent.contains("%032x".formatted(1))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "an id of a route of somebody's",
                "ABCDEF00000000000000000000000001",
                "0000000000000000000000000000000g",
                "00000000000000000000000000000000",
                "000000000000000000000000000000010"
            })
    void anyOtherIdIsLeftToTheBroker(String id) {
        RecentIds recent = new RecentIds(10);
        recent.add(id);
        assertThat(recent.contains(id)).isFalse();
        recent.add("abcdef00000000000000000000000001");
        assertThat(recent.contains(id)).isFalse();
    }
}
