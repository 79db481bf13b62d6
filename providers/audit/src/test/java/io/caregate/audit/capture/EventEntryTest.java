package io.caregate.audit.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caregate.audit.record.EntryAppender;
import io.caregate.audit.record.UnknownUsernames;
import io.caregate.auditlog.entry.Entry;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;

class EventEntryTest {
    private static final RequestFacts REQUEST =
            new RequestFacts("POST", "/realms/r/login-actions/authenticate", "Browser/1.0", "4bf92f3577b34da6");
    private static final EntryAppender APPENDER = new TestAppender();

    /** The example of docs/audit-format.md. */
    @Test
    void everyFieldOfALoginError() throws Exception {
        Entry entry = new EventEntry(UnknownUsernames.HASH, APPENDER).of(loginError(), REQUEST);
        JsonNode json = new ObjectMapper().readTree(entry.canonical());
        Map<String, Object> expected = new HashMap<>();
        expected.put("v", 2);
        expected.put("id", "0190163d-8694-739b-aea5-966c26f8ad91");
        expected.put("time", "2026-01-31T08:15:00.123Z");
        expected.put("type", "LOGIN_ERROR");
        expected.put("error", "invalid_user_credentials");
        expected.put("realm", "healthcare");
        expected.put("realmId", "realm-id");
        expected.put("client", "app");
        expected.put("user", "user-id");
        expected.put("session", "session-id");
        expected.put("ip", "192.0.2.7");
        expected.put("userAgent", "Browser/1.0");
        expected.put("node", "node-1");
        expected.put("traceId", "4bf92f3577b34da6");
        expected.put("method", "POST");
        expected.put("path", "/realms/r/login-actions/authenticate");
        expected.put("rule", "required-role");
        expected.put("eventId", "event-id");
        expected.put(
                "details", Map.of("username", "alice", "rule", "required-role", "code_id", "c", "code", "[withheld]"));
        assertThat(new ObjectMapper().<Map<String, Object>>convertValue(json, new TypeReference<>() {}))
                .isEqualTo(expected);
        assertThat(expected.keySet())
                .containsAll(Arrays.stream(Entry.Field.values())
                        .map(Entry.Field::key)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(
            value = {"HASH, hash(realm-id;alice)", "CLEAR, alice", "DROP, NULL"},
            nullValues = "NULL")
    void aNameThatBelongsToNobodyIsKeptAsTheOperatorSays(UnknownUsernames mode, String kept) {
        Event event = loginError();
        event.setUserId(null);
        event.getDetails().put("email", "alice");
        // RegistrationUserCreation puts these into the event before it validates them.
        event.getDetails().put("first_name", "alice");
        event.getDetails().put("last_name", "alice");
        event.getDetails().put("updated_phone", "alice");
        Entry entry = new EventEntry(mode, APPENDER).of(event, REQUEST);
        String expected = kept == null ? null : kept.replace(';', ',');
        assertThat(entry.detail("username").orElse(null)).isEqualTo(expected);
        assertThat(entry.detail("email").orElse(null)).isEqualTo(expected);
        for (String typed : List.of("first_name", "last_name", "updated_phone")) {
            assertThat(entry.detail(typed).orElse(null)).as(typed).isEqualTo(expected);
        }
        assertThat(entry.detail("code_id")).contains("c");

        event.setUserId("user-id");
        assertThat(new EventEntry(mode, APPENDER).of(event, REQUEST).detail("first_name"))
                .contains("alice");
    }

    @Test
    void anEventWithNothingInItIsAnEntry() {
        Event event = new Event();
        event.setType(EventType.LOGIN_ERROR);
        Entry entry =
                new EventEntry(UnknownUsernames.HASH, APPENDER).of(event, new RequestFacts(null, null, null, null));
        assertThat(entry.canonical())
                .isEqualTo("{\"details\":{},\"id\":\"0190163d-8694-739b-aea5-966c26f8ad91\",\"node\":\"node-1\","
                        + "\"time\":\"1970-01-01T00:00:00.000Z\",\"type\":\"LOGIN_ERROR\",\"v\":2}");
    }

    private static Event loginError() {
        Event event = new Event();
        event.setId("event-id");
        event.setTime(1769847300123L);
        event.setType(EventType.LOGIN_ERROR);
        event.setError("invalid_user_credentials");
        event.setRealmId("realm-id");
        event.setRealmName("healthcare");
        event.setClientId("app");
        event.setUserId("user-id");
        event.setSessionId("session-id");
        event.setIpAddress("192.0.2.7");
        event.setDetails(
                new HashMap<>(Map.of("username", "alice", "rule", "required-role", "code_id", "c", "code", "s3cret")));
        return event;
    }
}
