package io.caregate.policy.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredPoliciesTest {

    private static final StoredPolicies NONE = new StoredPolicies(null, null);
    private static final StoredPolicies SOME = new StoredPolicies("[]", "[]");

    @ParameterizedTest
    @CsvSource(nullValues = "null", textBlock = """
            # profiles, policies before
            null,       []
            [],         null
            [1],        []
            [],         [1]
            """)
    void policiesWhenEitherListDiffersThenReported(@Nullable String profiles, @Nullable String policies) {
        StoredPolicies before = new StoredPolicies(profiles, policies);
        assertThat(SOME.since(before, Optional::empty)).contains(new StoredPolicies.Change(null));
        assertThat(SOME.since(before, () -> Optional.of("bad"))).contains(new StoredPolicies.Change("bad"));
    }

    @Test
    void policiesWhenSeenFirstThenReportedOnlyIfBroken() {
        assertThat(SOME.since(null, Optional::empty)).isEmpty();
        assertThat(SOME.since(null, () -> Optional.of("bad"))).contains(new StoredPolicies.Change("bad"));
    }

    /** Reading them costs a parse, at every request. */
    @Test
    void policiesWhenTheSameThenNotEvenRead() {
        for (StoredPolicies same : new StoredPolicies[] {NONE, SOME}) {
            StoredPolicies copy = new StoredPolicies(same.profiles(), same.policies());
            assertThat(same.since(copy, () -> {
                        throw new AssertionError("it was read");
                    }))
                    .isEmpty();
        }
    }
}
