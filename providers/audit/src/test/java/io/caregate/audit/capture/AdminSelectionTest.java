package io.caregate.audit.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.events.Event;
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
    void userEventWhenItReportsAChangeOrThatOnePersonActsAsAnotherThenTaken(EventType type) {
        boolean taken = type.name()
                .matches("CLIENT_(REGISTER|UPDATE|DELETE)|IMPERSONATE|FEDERATED_IDENTITY_(OVERRIDE_)?LINK"
                        + "|IDENTITY_PROVIDER_LINK_ACCOUNT|CLIENT_INITIATED_ACCOUNT_LINKING|JWT_AUTHORIZATION_GRANT");
        assertThat(AdminSelection.GUARDED.takes(event(type, Map.of()))).isEqualTo(taken);
        assertThat(AdminSelection.NONE.takes(event(type, Map.of()))).isFalse();
    }

    @Test
    void exchangeWhenTheTokenIsForAnotherSubjectThenTaken() {
        Event impersonating = event(EventType.TOKEN_EXCHANGE, Map.of("requested_subject", "alice"));
        Event ownToken = event(EventType.TOKEN_EXCHANGE, Map.of("audience", "health-api"));

        assertThat(AdminSelection.GUARDED.takes(impersonating)).isTrue();
        assertThat(AdminSelection.GUARDED.takes(ownToken)).isFalse();
    }

    private static Event event(EventType type, Map<String, String> details) {
        Event event = new Event();
        event.setType(type);
        event.setDetails(details);
        return event;
    }
}
