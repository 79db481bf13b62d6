package io.caregate.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class Ipv6TextPropertyTest {

    @Provide
    Arbitrary<List<Integer>> addresses() {
        return Arbitraries.oneOf(Arbitraries.just(0), Arbitraries.integers().between(0, 0xffff))
                .list()
                .ofSize(8)
                .withoutEdgeCases();
    }

    @Property
    void exactlyTheFormOfRfc5952IsCanonical(
            @ForAll("addresses") List<Integer> groups, @ForAll int from, @ForAll int to) {
        String canonical = rfc5952(groups);
        assertThat(Ipv6Text.isCanonical("[" + canonical + "]")).as(canonical).isTrue();
        String full = groups.stream().map(Integer::toHexString).collect(Collectors.joining(":"));
        assertThat(Ipv6Text.isCanonical("[" + full + "]")).as(full).isEqualTo(full.equals(canonical));
        int start = Math.floorMod(from, 8);
        int end = start + Math.floorMod(to, 8 - start) + 1;
        if (groups.subList(start, end).stream().allMatch(group -> group == 0)) {
            String shortened = shortened(groups, start, end);
            assertThat(Ipv6Text.isCanonical("[" + shortened + "]"))
                    .as(shortened)
                    .isEqualTo(shortened.equals(canonical));
        }
    }

    /** A second implementation of RFC 5952 section 4.2: the first longest run of two or more zeros is the gap. */
    private static String rfc5952(List<Integer> groups) {
        int bestStart = 0;
        int bestEnd = 0;
        for (int start = 0; start < 8; start++) {
            int end = start;
            while (end < 8 && groups.get(end) == 0) {
                end++;
            }
            if (end - start > bestEnd - bestStart) {
                bestStart = start;
                bestEnd = end;
            }
        }
        return bestEnd - bestStart < 2
                ? groups.stream().map(Integer::toHexString).collect(Collectors.joining(":"))
                : shortened(groups, bestStart, bestEnd);
    }

    private static String shortened(List<Integer> groups, int start, int end) {
        List<String> hex =
                new ArrayList<>(groups.stream().map(Integer::toHexString).toList());
        return String.join(":", hex.subList(0, start)) + "::" + String.join(":", hex.subList(end, 8));
    }
}
