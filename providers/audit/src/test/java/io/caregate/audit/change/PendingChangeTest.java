package io.caregate.audit.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PendingChangeTest {
    private final ModelRow user = ModelRow.thing("USER", "users/u1", Label.of("r1"), "u1");
    private final PendingChange change = new PendingChange(user);

    @Test
    void partWhenItGoesAndComesWithTheSameValueThenNoChange() {
        change.part("config", "priority", "1", -1);
        change.part("config", "priority", "1", 1);

        assertThat(change.operation()).isNull();
    }

    @Test
    void partWhenItsValueDiffersThenNamedAndTheValueIsNot() {
        change.part("config", "priority", "1", -1);
        change.part("config", "priority", "2", 1);
        change.part("config", "secret", "s", -1);
        change.part("config", "secret", "s", 1);

        assertThat(change.operation()).isEqualTo(ChangeOperation.UPDATE);
        assertThat(change.details()).isEqualTo(Map.of("config", "priority"));
    }

    @Test
    void thingWhenItGoesAndComesThenUpdated() {
        change.happened(ChangeOperation.DELETE, Set.of());
        change.happened(ChangeOperation.CREATE, Set.of());

        assertThat(change.operation()).isEqualTo(ChangeOperation.UPDATE);
    }

    @Test
    void thingWhenCreatedAndChangedThenCreated() {
        change.happened(ChangeOperation.CREATE, Set.of());
        change.happened(ChangeOperation.UPDATE, Set.of());
        change.name(PendingChange.FIELDS, "enabled");

        assertThat(change.operation()).isEqualTo(ChangeOperation.CREATE);
    }

    @Test
    void thingWhenChangedAndDeletedThenDeleted() {
        change.happened(ChangeOperation.UPDATE, Set.of());
        change.happened(ChangeOperation.DELETE, Set.of());

        assertThat(change.operation()).isEqualTo(ChangeOperation.DELETE);
    }

    /** The counter of a one-time password goes up with each login. */
    @Test
    void credentialWhenItsCounterGoesUpThenTheSame() {
        String before = UserRows.credential("{}", "{\"digits\":6,\"counter\":4}", "phone", "c1");

        assertThat(UserRows.credential("{}", "{\"digits\":6,\"counter\": 5}", "phone", "c1"))
                .isEqualTo(before);
        assertThat(UserRows.credential("{}", "{\"digits\":8,\"counter\":5}", "phone", "c1"))
                .isNotEqualTo(before);
        assertThat(UserRows.credential("{\"value\":\"x\"}", "{\"digits\":6,\"counter\":4}", "phone", "c1"))
                .isNotEqualTo(before);
    }
}
