package io.caregate.foundation.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HouseRulesTest {
    @Test
    void mapWhenRoomsUseEachOtherInACircleThenTheyAreNamed() {
        assertThat(HouseRules.circles(Map.of("floor", Set.of(), "a", Set.of("floor", "b"), "b", Set.of("a"))))
                .containsExactly("a", "b");
    }

    @Test
    void mapWhenEachRoomStandsOnOthersThenNoneIsNamed() {
        assertThat(HouseRules.circles(Map.of("floor", Set.of("foundation"), "a", Set.of("floor"), "b", Set.of("a"))))
                .isEmpty();
    }
}
