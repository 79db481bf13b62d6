package io.caregate.it.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.SharedServer;
import io.caregate.it.fixture.TestRealm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Every operation of the running version's Admin API that may change something has an entry, or a line here that says
 * why not. A new operation in a later version makes the test fail.
 */
@OnSharedServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AdminApiWalkIT {
    private static final Pattern HOME = Pattern.compile("-Dkc\\.home\\.dir=(\\S+)");
    private static final String REALM = "/realms/{realm}";

    private static final String OFF = "the feature is off unless the operator turns it on";
    private static final String MAIL =
            "answers an error without a mail server, and changes nothing but by an action token";
    private static final String ELSEWHERE = "reaches another server, and answers an error without one";
    private static final String SLOW =
            "makes a key of 4096 bits, which can take a minute; told as generate-and-download is";
    private static final String OPTION = "left out by admin-events=guarded";

    /** Operations that are not called. */
    private static final Map<String, String> NOT_CALLED = Map.ofEntries(
            Map.entry("POST /realms", "an entry of the administrator's realm: AdminEventsIT"),
            Map.entry("DELETE /realms/{realm}", "an entry of the administrator's realm: AdminEventsIT"),
            Map.entry("POST /clients/{client-uuid}/certificates/{attr}/generate", SLOW),
            Map.entry("PUT /client-types", OFF),
            Map.entry("POST /users/{user-id}/vc/credentials", OFF),
            Map.entry("PUT /users/{user-id}/vc/credentials/send-credential-offer", OFF),
            Map.entry("PUT /users/{user-id}/vc/credentials/{credentialScopeName}", OFF),
            Map.entry("DELETE /users/{user-id}/vc/credentials/{credentialScopeName}", OFF),
            Map.entry("DELETE /users/{user-id}/vc/issued-credentials/{id}", OFF),
            Map.entry("PUT /clients/{client-uuid}/management/permissions", OFF),
            Map.entry("PUT /clients/{client-uuid}/roles/{role-name}/management/permissions", OFF),
            Map.entry("PUT /groups/{group-id}/management/permissions", OFF),
            Map.entry("PUT /identity-provider/instances/{alias}/management/permissions", OFF),
            Map.entry("PUT /roles-by-id/{role-id}/management/permissions", OFF),
            Map.entry("PUT /roles/{role-name}/management/permissions", OFF),
            Map.entry("PUT /users-management-permissions", OFF),
            Map.entry("DELETE /clients/{client-uuid}/client-secret/rotated", OFF),
            Map.entry("PUT /users/{user-id}/execute-actions-email", MAIL),
            Map.entry("PUT /users/{user-id}/reset-password-email", MAIL),
            Map.entry("PUT /users/{user-id}/send-verify-email", MAIL),
            Map.entry("POST /testSMTPConnection", MAIL),
            Map.entry("POST /organizations/{org-id}/members/invite-existing-user", MAIL),
            Map.entry("POST /organizations/{org-id}/members/invite-user", MAIL),
            Map.entry("POST /organizations/{org-id}/invitations/{id}/resend", MAIL),
            Map.entry("DELETE /organizations/{org-id}/invitations/{id}", MAIL),
            Map.entry("POST /testLDAPConnection", ELSEWHERE),
            Map.entry("POST /ldap-server-capabilities", ELSEWHERE),
            Map.entry("POST /user-storage/{id}/sync", ELSEWHERE),
            Map.entry("POST /user-storage/{parentId}/mappers/{id}/sync", ELSEWHERE));

    /** Operations that are called and have no entry. */
    private static final Map<String, String> WITHOUT_ENTRY = Map.ofEntries(
            Map.entry("POST /clients/{client-uuid}/authz/resource-server/resource", OPTION),
            Map.entry("PUT /clients/{client-uuid}/authz/resource-server/resource/{resource-id}", OPTION),
            Map.entry("DELETE /clients/{client-uuid}/authz/resource-server/resource/{resource-id}", OPTION),
            Map.entry("POST /clients/{client-uuid}/authz/resource-server/scope", OPTION),
            Map.entry("PUT /clients/{client-uuid}/authz/resource-server/scope/{scope-id}", OPTION),
            Map.entry("DELETE /clients/{client-uuid}/authz/resource-server/scope/{scope-id}", OPTION),
            Map.entry("POST /clients/{client-uuid}/nodes", OPTION),
            Map.entry("DELETE /clients/{client-uuid}/nodes/{node}", OPTION),
            Map.entry("DELETE /sessions/{session}", OPTION));

    private static final Set<String> EXTENSIONS = Set.of(
            "org.keycloak.admin.ui.rest.AdminExtProvider",
            "org.keycloak.services.resources.admin.ClearCrlCacheRealmAdminProvider",
            "org.keycloak.services.resources.admin.ClearKeysCacheRealmAdminProvider",
            "org.keycloak.services.resources.admin.ClearRealmCacheRealmAdminProvider",
            "org.keycloak.services.resources.admin.ClearUserCacheRealmAdminProvider",
            "org.keycloak.services.resources.admin.LdapServerCapabilitiesRealmAdminProvider",
            "org.keycloak.services.resources.admin.TestLdapConnectionRealmAdminProvider",
            "org.keycloak.services.resources.admin.UserStorageProviderRealmAdminProvider",
            // Experimental, and off.
            "org.keycloak.ssf.services.admin.SsfAdminRealmResourceProviderFactory");

    private Path distribution;
    private TestRealm realm;
    private AdminApiCalls calls;

    @BeforeAll
    void createRealm(Keycloak keycloak) {
        String command = ProcessHandle.of(keycloak.server().pid())
                .flatMap(process -> process.info().commandLine())
                .orElseThrow();
        var home = HOME.matcher(command);
        assertThat(home.find()).as(command).isTrue();
        distribution = Path.of(home.group(1));
        realm = keycloak.realm()
                .realmRole(AuditLog.ROLE)
                .set("organizationsEnabled", true)
                .set("internationalizationEnabled", true)
                .set("supportedLocales", List.of("en", "de", "fr"))
                .service(AuditLog.READER, AuditLog.ROLE)
                .create();
        calls = new AdminApiCalls(keycloak, realm);
    }

    @Test
    void operationsWhenReadFromTheDistributionThenEachIsKnown() {
        Set<String> known = new TreeSet<>(calls.calls().keySet());
        known.addAll(NOT_CALLED.keySet());

        if (SharedServer.IS_26_6) {
            // It lacks some that 26.7 has.
            assertThat(known).containsAll(operations());
            return;
        }
        assertThat(operations()).containsExactlyInAnyOrderElementsOf(known);
        assertThat(AdminOperations.extensions(distribution)).isEqualTo(EXTENSIONS);
    }

    private List<String> operations() {
        return AdminOperations.of(distribution).stream()
                .map(AdminApiWalkIT::belowRealm)
                .toList();
    }

    @Test
    void operationWhenCalledThenItHasAnEntry() {
        Map<String, AdminApiCalls.Sent> sent = new TreeMap<>();
        Map<String, String> failed = new TreeMap<>();
        List<String> here = operations();
        calls.calls().forEach((operation, call) -> {
            if (!here.contains(operation)) {
                return;
            }
            try {
                AdminApiCalls.Sent one = call.make();
                sent.put(operation, one);
                if (one.status() / 100 != 2) {
                    failed.put(operation, one.toString());
                }
            } catch (Exception | AssertionError e) {
                failed.put(operation, e.toString());
            }
        });
        assertThat(failed).isEmpty();

        List<JsonNode> entries = new AuditLog(realm).findAll(Map.of("limit", "1000"), () -> {});
        Set<String> told = entries.stream()
                .map(entry ->
                        entry.path("method").asText() + " " + entry.path("path").asText())
                .collect(Collectors.toSet());
        Set<String> without = sent.entrySet().stream()
                .filter(call -> !told.contains(
                        call.getValue().verb() + " " + call.getValue().path()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> expected = new TreeSet<>(WITHOUT_ENTRY.keySet());
        expected.retainAll(here);
        assertThat(without).isEqualTo(expected);
        assertThat(entries.toString()).doesNotContain(AdminApiCalls.PASSWORD);
    }

    private static String belowRealm(String operation) {
        String shorter = operation.replace(REALM + "/", "/");
        return shorter.equals("PUT " + REALM) ? "PUT " : shorter;
    }
}
