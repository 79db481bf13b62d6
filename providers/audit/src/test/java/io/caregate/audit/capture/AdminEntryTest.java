package io.caregate.audit.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caregate.audit.capture.AdminEntry.Administrator;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.AuthDetails;
import org.keycloak.events.admin.OperationType;

class AdminEntryTest {
    private static final RequestFacts REQUEST = new RequestFacts("POST", "/admin/realms/r/x", "kcadm", "4bf9");
    private static final Administrator BOSS = new Administrator("boss", "security-admin-console");

    @Test
    void entryWhenOfAnAdminEventThenEveryFieldIsThereAndNoValue() throws Exception {
        AdminEvent event = event("CLIENT", "clients/c-id");
        event.setRepresentation(
                "{\"clientId\":\"app\",\"secret\":\"hunter2\",\"attributes\":{\"inner\":[1,{\"x\":2}]}}");
        event.setDetails(new HashMap<>(Map.of("credential_type", "otp")));

        JsonNode json = json(event);
        assertThat(json.toString()).doesNotContain("hunter2", "inner", "\"app\"");
        Map<String, Object> expected = new HashMap<>();
        expected.put("v", 2);
        expected.put("id", TestAppender.ID);
        expected.put("time", "2026-01-31T08:15:00.123Z");
        expected.put("type", "ADMIN_UPDATE");
        expected.put("realm", "healthcare");
        expected.put("realmId", "realm-id");
        expected.put("client", "security-admin-console");
        expected.put("user", "boss-id");
        expected.put("ip", "192.0.2.7");
        expected.put("userAgent", "kcadm");
        expected.put("node", "node-1");
        expected.put("traceId", "4bf9");
        expected.put("method", "POST");
        expected.put("path", "/admin/realms/r/x");
        expected.put("eventId", "event-id");
        expected.put(
                "details",
                Map.of(
                        "resource_type", "CLIENT",
                        "resource_path", "clients/c-id",
                        "username", "boss",
                        "auth_realm", "master",
                        "auth_client_id", "client-uuid",
                        "fields", "attributes,clientId,secret",
                        "event.credential_type", "otp"));
        assertThat(new ObjectMapper().convertValue(json, new TypeReference<Map<String, Object>>() {}))
                .isEqualTo(expected);
    }

    @Test
    void roleMappingWhenCapturedThenNamesTheRoles() throws Exception {
        AdminEvent event = event("REALM_ROLE_MAPPING", "users/u/role-mappings/realm");
        event.setRepresentation(
                "[{\"id\":\"1\",\"name\":\"therapist\",\"attributes\":{\"name\":[\"no\"]}},{\"name\":\"auditor\"}]");
        assertThat(json(event).path("details").path("roles").asText()).isEqualTo("auditor,therapist");
    }

    /** Names in other lists could be anything. */
    @Test
    void listWhenOfNoRoleMappingThenNamesNothing() throws Exception {
        AdminEvent event = event("USER", "users/u");
        event.setRepresentation("[{\"name\":\"x\"},[1],2]");
        assertThat(json(event).path("details").has("roles")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json", "{\"a\":", "[{\"name\"", "\"text\"", "null", "{\"a\":1}}}"})
    void representationWhenItCannotBeReadThenTheEntryIsThereAllTheSame(String representation) throws Exception {
        AdminEvent event = event("CLIENT", "clients/c");
        event.setRepresentation(representation);
        assertThat(json(event).path("details").path("resource_path").asText()).isEqualTo("clients/c");
    }

    @Test
    void entryWhenKeycloakSaysAlmostNothingThenThereAllTheSame() throws Exception {
        AdminEvent event = new AdminEvent();
        event.setOperationType(OperationType.ACTION);
        JsonNode json = new ObjectMapper()
                .readTree(new AdminEntry(new TestAppender())
                        .of(event, Administrator.UNKNOWN, new RequestFacts(null, null, null, null))
                        .canonical());
        assertThat(json.path("type").asText()).isEqualTo("ADMIN_ACTION");
    }

    private static JsonNode json(AdminEvent event) throws Exception {
        return new ObjectMapper()
                .readTree(new AdminEntry(new TestAppender())
                        .of(event, BOSS, REQUEST)
                        .canonical());
    }

    private static AdminEvent event(String resourceType, String path) {
        AuthDetails auth = new AuthDetails();
        auth.setRealmId("master-id");
        auth.setRealmName("master");
        auth.setClientId("client-uuid");
        auth.setUserId("boss-id");
        auth.setIpAddress("192.0.2.7");
        AdminEvent event = new AdminEvent();
        event.setId("event-id");
        event.setTime(1_769_847_300_123L);
        event.setRealmId("realm-id");
        event.setRealmName("healthcare");
        event.setAuthDetails(auth);
        event.setOperationType(OperationType.UPDATE);
        event.setResourceTypeAsString(resourceType);
        event.setResourcePath(path);
        return event;
    }
}
