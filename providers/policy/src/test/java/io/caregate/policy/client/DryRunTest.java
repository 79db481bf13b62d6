package io.caregate.policy.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DryRunTest {

    private final DryRun run = new DryRun();

    @Test
    void sessionWhenItsRunCanOnlyBeRolledBackThenDry() {
        assertThat(DryRun.of(run, true)).containsSame(run);
        assertThat(DryRun.is(run, true)).isTrue();
    }

    /** Otherwise a refused client would be stored. */
    @Test
    void sessionWhenItsRunCouldBeCommittedThenNotDry() {
        assertThat(DryRun.of(run, false)).isEmpty();
        assertThat(DryRun.is(run, false)).isFalse();
    }

    /** The portal's writer: its refusals are thrown, so there is no run that could take them. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sessionWhenAWriterSaysThatItRollsBackThenDryWithoutARun(boolean rollbackOnly) {
        assertThat(DryRun.is(true, rollbackOnly)).isTrue();
        assertThat(DryRun.of(true, rollbackOnly)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sessionWhenItsAttributeIsAnythingElseThenNotDry(boolean rollbackOnly) {
        for (Object attribute : new Object[] {null, false, "true", 1}) {
            assertThat(DryRun.is(attribute, rollbackOnly)).isFalse();
            assertThat(DryRun.of(attribute, rollbackOnly)).isEmpty();
        }
    }
}
