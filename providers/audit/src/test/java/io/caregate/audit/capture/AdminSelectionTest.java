package io.caregate.audit.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.ResourceType;

class AdminSelectionTest {
    @ParameterizedTest
    @EnumSource(ResourceType.class)
    void guardedWhenItIsNotLeftOutThenTaken(ResourceType type) {
        assertThat(AdminSelection.GUARDED.takes(type.name())).isNotEqualTo(AdminSelection.LEFT_OUT.contains(type));
        assertThat(AdminSelection.ALL.takes(type.name())).isTrue();
        assertThat(AdminSelection.NONE.takes(type.name())).isFalse();
    }

    /** A type that came with a later Keycloak or an extension may matter. */
    @Test
    void guardedWhenTheTypeIsUnknownThenTaken() {
        assertThat(AdminSelection.GUARDED.takes("CLIENT_POLICIES")).isTrue();
        assertThat(AdminSelection.GUARDED.takes((String) null)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void registrationsWhenTheyComeAsUserEventsThenTakenAndNoOther(EventType type) {
        boolean registration = type.name().matches("CLIENT_(REGISTER|UPDATE|DELETE)");
        assertThat(AdminSelection.GUARDED.takes(type)).isEqualTo(registration);
        assertThat(AdminSelection.NONE.takes(type)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(AdminSelection.class)
    void optionWhenInLowerCaseThenRead(AdminSelection selection) {
        assertThat(AdminSelection.parse(selection.toString())).contains(selection);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GUARDED", "", "some", "guarded,all"})
    void optionWhenAnythingElseThenNothing(String value) {
        assertThat(AdminSelection.parse(value)).isEmpty();
    }
}
