package io.caregate.audit.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.events.EventType;

class EventSelectionTest {
    private final EventSelection errors = EventSelection.parse("errors").orElseThrow();

    @ParameterizedTest
    @EnumSource(
            value = EventType.class,
            mode = EnumSource.Mode.MATCH_ALL,
            names = "(.*_ERROR|USER_DISABLED_BY_(PERMANENT|TEMPORARY)_LOCKOUT)")
    void errorsAndLockoutsAreTaken(EventType type) {
        assertThat(errors.takes(type)).isTrue();
        assertThat(EventSelection.isAlarm(type)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = EventType.class,
            mode = EnumSource.Mode.MATCH_NONE,
            names = "(.*_ERROR|USER_DISABLED_BY_(PERMANENT|TEMPORARY)_LOCKOUT)")
    void everythingElseIsIgnored(EventType type) {
        assertThat(errors.takes(type)).isFalse();
        assertThat(EventSelection.isAlarm(type)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void allTakesAll(EventType type) {
        assertThat(EventSelection.parse("all").orElseThrow().takes(type)).isTrue();
    }

    @Test
    void aListTakesWhatItNames() {
        EventSelection list = EventSelection.parse("LOGIN, LOGIN_ERROR").orElseThrow();
        assertThat(list.types()).containsExactlyInAnyOrder(EventType.LOGIN, EventType.LOGIN_ERROR);
    }

    @Test
    void aListMayAddToTheErrors() {
        EventSelection list = EventSelection.parse("errors,LOGIN").orElseThrow();
        assertThat(list.types()).hasSize(errors.types().size() + 1).contains(EventType.LOGIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",", "LOGIN,", "login", "NO_SUCH_TYPE", "ERRORS", "LOGIN;LOGOUT"})
    void anythingElseIsNoList(String list) {
        assertThat(EventSelection.parse(list)).isEmpty();
    }
}
