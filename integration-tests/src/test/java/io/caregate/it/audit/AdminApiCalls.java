package io.caregate.it.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.it.driver.Admin;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.ProtocolMapper;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.TestRealm;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Calls of each operation of the Admin API, each with everything that it requires. The key is the operation below
 * {@code /realms/{realm}}, such as {@code PUT /users/{user-id}}.
 */
final class AdminApiCalls {
    static final String PASSWORD = "hunter2-hunter2";

    /** For a key that is thrown away: the server takes seconds to generate one. */
    private static final String CERTIFICATE =
            "MIIBdTCCARugAwIBAgIUQiOsgsinfIvESCDWs3NF0NQjbBMwCgYIKoZIzj0EAwIwDzENMAsGA1UEAwwEd2FsazAgFw0yNjExMjkw"
                    + "MTIxMTBaGA8yMTI2MTEwNTAxMjExMFowDzENMAsGA1UEAwwEd2FsazBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABC"
                    + "HWQYK/pFWI"
                    + "a4jGBXjmBBop1oXDAk8tBus8IaLkkH1v+QxX0UvD7l7/YaUwjM7ut6Dt"
                    + "/V0f82i7c1xoiFv92WSjUzBRMB0GA1UdDgQWBBSIR31Q"
                    + "/gyDWf6Idr4alC3I3Rn8zTAfBgNVHSMEGDAWgBSIR31Q/gyDWf6Idr4alC3I3Rn8zTAPBgNVHRMBAf8EBTADAQH"
                    + "/MAoGCCqGSM49"
                    + "BAMCA0gAMEUCIQDcekAA1i/qBloCscQ4252TlQaayzIKD+VnJTORDfGFywIgLXJ1rAZwJdEMipnInPIYIAbZkGSCg2"
                    + "qyILyy+3gz"
                    + "N7w=";

    private static final String AUTHZ = "/clients/{client-uuid}/authz/resource-server";

    private final Keycloak keycloak;
    private final TestRealm realm;
    private final Admin admin;
    private final Map<String, Call> calls = new TreeMap<>();
    private int number;

    AdminApiCalls(Keycloak keycloak, TestRealm realm) {
        this.keycloak = keycloak;
        this.realm = realm;
        this.admin = realm.admin();
        realm();
        users();
        groups();
        roles();
        clients();
        scopes("client-scopes");
        scopes("client-templates");
        flows();
        providers();
        authorization("/policy", "/permission");
        organizations();
        workflows();
        console();
    }

    Map<String, Call> calls() {
        return calls;
    }

    /** The request that was sent, and the status of the answer. */
    record Sent(String verb, String path, int status, String body) {}

    /** Prepares an operation, and calls it. */
    interface Call {
        Sent make() throws Exception;
    }

    private void realm() {
        call("PUT ", () -> put("", Map.of("displayName", "walked")));
        call("PUT /events/config", () -> put("/events/config", Map.of("eventsEnabled", true)));
        call("DELETE /events", () -> delete("/events"));
        call("DELETE /admin-events", () -> delete("/admin-events"));
        call("POST /logout-all", () -> post("/logout-all", "{}"));
        call("POST /push-revocation", () -> post("/push-revocation", "{}"));
        call("POST /partial-export", () -> post("/partial-export", "{}"));
        call(
                "POST /partialImport",
                () -> post(
                        "/partialImport",
                        Map.of(
                                "ifResourceExists",
                                "SKIP",
                                "users",
                                List.of(Map.of("username", name(), "enabled", true)))));
        call("PUT /client-policies/policies", () -> put("/client-policies/policies", Map.of("policies", List.of())));
        call("PUT /client-policies/profiles", () -> put("/client-policies/profiles", Map.of("profiles", List.of())));
        call(
                "POST /client-description-converter",
                () -> post("/client-description-converter", Map.of("clientId", "x", "redirectUris", List.of())));
        call("POST /clients-initial-access", () -> post("/clients-initial-access", Map.of("count", 1)));
        call(
                "DELETE /clients-initial-access/{id}",
                () -> delete("/clients-initial-access/"
                        + created("/clients-initial-access", Map.of("count", 1)).text("id")));
        call("POST /localization/{locale}", () -> post("/localization/de", Map.of(name(), "Text")));
        call("PUT /localization/{locale}/{key}", () -> text("/localization/de/" + name()));
        call("DELETE /localization/{locale}/{key}", () -> {
            String key = name();
            text("/localization/de/" + key);
            return delete("/localization/de/" + key);
        });
        call("DELETE /localization/{locale}", () -> {
            text("/localization/fr/" + name());
            return delete("/localization/fr");
        });
        call("PUT /default-groups/{groupId}", () -> put("/default-groups/" + group(), ""));
        call("DELETE /default-groups/{groupId}", () -> {
            String group = group();
            put("/default-groups/" + group, "");
            return delete("/default-groups/" + group);
        });
        call("DELETE /sessions/{session}", () -> delete("/sessions/" + session()));
        call("DELETE /attack-detection/brute-force/users", () -> delete("/attack-detection/brute-force/users"));
        call(
                "DELETE /attack-detection/brute-force/users/{userId}",
                () -> delete("/attack-detection/brute-force/users/" + user()));
        for (String cache : List.of("realm", "user", "keys", "crl")) {
            call("POST /clear-" + cache + "-cache", () -> post("/clear-" + cache + "-cache", ""));
        }
    }

    private void users() {
        call("POST /users", () -> post("/users", Map.of("username", name())));
        call("PUT /users/{user-id}", () -> put("/users/" + user(), Map.of("firstName", "New")));
        call("DELETE /users/{user-id}", () -> delete("/users/" + user()));
        call("PUT /users/profile", () -> put("/users/profile", profile()));
        call("PUT /users/{user-id}/reset-password", () -> put("/users/" + user() + "/reset-password", password()));
        call("PUT /users/{user-id}/groups/{groupId}", () -> put("/users/" + user() + "/groups/" + group(), ""));
        call("DELETE /users/{user-id}/groups/{groupId}", () -> {
            String membership = "/users/" + user() + "/groups/" + group();
            put(membership, "");
            return delete(membership);
        });
        call("POST /users/{user-id}/impersonation", () -> post("/users/" + user() + "/impersonation", ""));
        call("POST /users/{user-id}/logout", () -> post("/users/" + user() + "/logout", ""));
        call("DELETE /users/{user-id}/consents/{client}", () -> {
            String name = name();
            String client = client();
            created(
                    "/partialImport",
                    200,
                    Map.of(
                            "users",
                            List.of(Map.of(
                                    "username",
                                    name,
                                    "clientConsents",
                                    List.of(Map.of("clientId", clientId(client)))))));
            return delete("/users/" + admin.userId(realm.name(), name) + "/consents/" + clientId(client));
        });
        credentials();
        call("POST /users/{user-id}/federated-identity/{provider}", () -> link(user(), provider()));
        call("DELETE /users/{user-id}/federated-identity/{provider}", () -> {
            String user = user();
            String provider = provider();
            link(user, provider);
            return delete("/users/" + user + "/federated-identity/" + provider);
        });
        mappings("/users/{user-id}", "{client-id}", () -> "/users/" + user());
    }

    private void credentials() {
        call(
                "PUT /users/{user-id}/credentials/{credentialId}/userLabel",
                () -> text(credentials(user()).get(0) + "/userLabel"));
        call(
                "DELETE /users/{user-id}/credentials/{credentialId}",
                () -> delete(credentials(user()).get(0)));
        call(
                "POST /users/{user-id}/credentials/{credentialId}/moveToFirst",
                () -> post(credentials(user()).get(1) + "/moveToFirst", ""));
        call("POST /users/{user-id}/credentials/{credentialId}/moveAfter/{newPreviousCredentialId}", () -> {
            List<String> both = credentials(user());
            String second = both.get(1);
            return post(both.get(0) + "/moveAfter/" + second.substring(second.lastIndexOf('/') + 1), "");
        });
        call(
                "PUT /users/{user-id}/disable-credential-types",
                () -> put("/users/" + user() + "/disable-credential-types", List.of("password")));
    }

    private void groups() {
        call("POST /groups", () -> post("/groups", Map.of("name", name())));
        call(
                "POST /groups/{group-id}/children",
                () -> post("/groups/" + group() + "/children", Map.of("name", name())));
        call("PUT /groups/{group-id}", () -> put("/groups/" + group(), Map.of("name", name())));
        call("DELETE /groups/{group-id}", () -> delete("/groups/" + group()));
        mappings("/groups/{group-id}", "{client-id}", () -> "/groups/" + group());
    }

    private void roles() {
        call("POST /roles", () -> post("/roles", Map.of("name", name())));
        call("PUT /roles/{role-name}", () -> {
            String role = role();
            return put("/roles/" + role, Map.of("name", role, "description", "new"));
        });
        call("DELETE /roles/{role-name}", () -> delete("/roles/" + role()));
        call("PUT /roles-by-id/{role-id}", () -> {
            String role = role();
            return put("/roles-by-id/" + id("/roles/" + role), Map.of("name", role, "description", "new"));
        });
        call("DELETE /roles-by-id/{role-id}", () -> delete("/roles-by-id/" + id("/roles/" + role())));
        composites("/roles/{role-name}/composites", () -> "/roles/" + role() + "/composites");
        composites("/roles-by-id/{role-id}/composites", () -> "/roles-by-id/" + id("/roles/" + role()) + "/composites");
    }

    private void clients() {
        String client = "/clients/{client-uuid}";
        call("POST /clients", () -> post("/clients", clientJson()));
        call("PUT " + client, () -> {
            String id = client();
            return put("/clients/" + id, Map.of("clientId", clientId(id), "name", "new"));
        });
        call("DELETE " + client, () -> delete("/clients/" + client()));
        call("POST " + client + "/client-secret", () -> post("/clients/" + client() + "/client-secret", ""));
        call(
                "POST " + client + "/registration-access-token",
                () -> post("/clients/" + client() + "/registration-access-token", ""));
        call("POST " + client + "/push-revocation", () -> post("/clients/" + client() + "/push-revocation", ""));
        call("POST " + client + "/nodes", () -> post("/clients/" + client() + "/nodes", Map.of("node", "127.0.0.1")));
        call("DELETE " + client + "/nodes/{node}", () -> {
            String id = client();
            post("/clients/" + id + "/nodes", Map.of("node", "127.0.0.1"));
            return delete("/clients/" + id + "/nodes/127.0.0.1");
        });
        certificates(client + "/certificates/{attr}");
        for (String kind : List.of("default", "optional")) {
            String scopes = "/" + kind + "-client-scopes/";
            call(
                    "PUT " + client + scopes + "{clientScopeId}",
                    () -> put("/clients/" + client() + scopes + scope("client-scopes"), ""));
            call("DELETE " + client + scopes + "{clientScopeId}", () -> {
                String path = "/clients/" + client() + scopes + scope("client-scopes");
                put(path, "");
                return delete(path);
            });
        }
        mappers(client, () -> "/clients/" + client());
        scopeMappings(client, () -> "/clients/" + client());
        call("POST " + client + "/roles", () -> post("/clients/" + client() + "/roles", Map.of("name", name())));
        call("PUT " + client + "/roles/{role-name}", () -> {
            String role = clientRole(client());
            return put(role, Map.of("name", role.substring(role.lastIndexOf('/') + 1), "description", "new"));
        });
        call("DELETE " + client + "/roles/{role-name}", () -> delete(clientRole(client())));
        composites(client + "/roles/{role-name}/composites", () -> clientRole(client()) + "/composites");
    }

    private void certificates(String path) {
        Map<String, Object> store = Map.of(
                "format",
                "PKCS12",
                "keyAlias",
                "key",
                "keyPassword",
                PASSWORD,
                "storePassword",
                PASSWORD,
                "keySize",
                2048);
        call(
                "POST " + path + "/generate-and-download",
                () -> post(certificate(client()) + "/generate-and-download", store));
        call("POST " + path + "/download", () -> {
            String certificate = certificate(client());
            multipart(certificate + "/upload-certificate");
            return post(certificate + "/download", store);
        });
        for (String upload : List.of("upload", "upload-certificate")) {
            call("POST " + path + "/" + upload, () -> multipart(certificate(client()) + "/" + upload));
        }
    }

    private void scopes(String kind) {
        String scope = "/" + kind + "/{client-scope-id}";
        call("POST /" + kind, () -> post("/" + kind, scopeJson()));
        call("PUT " + scope, () -> put("/" + kind + "/" + scope(kind), scopeJson()));
        call("DELETE " + scope, () -> delete("/" + kind + "/" + scope(kind)));
        mappers(scope, () -> "/" + kind + "/" + scope(kind));
        scopeMappings(scope, () -> "/" + kind + "/" + scope(kind));
        for (String defaults : List.of("default", "optional")) {
            String path = "/default-" + defaults + "-client-scopes/";
            call("PUT " + path + "{clientScopeId}", () -> put(path + scope("client-scopes"), ""));
            call("DELETE " + path + "{clientScopeId}", () -> {
                String one = path + scope("client-scopes");
                put(one, "");
                return delete(one);
            });
        }
    }

    private void flows() {
        String base = "/authentication";
        call("POST " + base + "/flows", () -> post(base + "/flows", flowJson()));
        call("PUT " + base + "/flows/{id}", () -> put(base + "/flows/" + flow(), flowJson()));
        call("DELETE " + base + "/flows/{id}", () -> delete(base + "/flows/" + flow()));
        call(
                "POST " + base + "/flows/{flowAlias}/copy",
                () -> post(base + "/flows/browser/copy", Map.of("newName", name())));
        call(
                "POST " + base + "/flows/{flowAlias}/executions/execution",
                () -> post(
                        base + "/flows/" + flowAlias() + "/executions/execution", Map.of("provider", "auth-cookie")));
        call(
                "POST " + base + "/flows/{flowAlias}/executions/flow",
                () -> post(
                        base + "/flows/" + flowAlias() + "/executions/flow",
                        Map.of("alias", name(), "type", "basic-flow", "description", "", "provider", "")));
        call("PUT " + base + "/flows/{flowAlias}/executions", () -> {
            String alias = flowAlias();
            execution(alias, "auth-cookie");
            JsonNode execution = get(base + "/flows/" + alias + "/executions").get(0);
            ((ObjectNode) execution).put("requirement", "ALTERNATIVE");
            return put(base + "/flows/" + alias + "/executions", execution);
        });
        call(
                "POST " + base + "/executions",
                () -> post(
                        base + "/executions",
                        Map.of("authenticator", "auth-cookie", "parentFlow", flow(), "requirement", "ALTERNATIVE")));
        call(
                "DELETE " + base + "/executions/{executionId}",
                () -> delete(base + "/executions/" + execution(flowAlias(), "auth-cookie")));
        for (String move : List.of("raise", "lower")) {
            call("POST " + base + "/executions/{executionId}/" + move + "-priority", () -> {
                String alias = flowAlias();
                String first = execution(alias, "auth-cookie");
                String second = execution(alias, "auth-username-password-form");
                return post(
                        base + "/executions/" + (move.equals("raise") ? second : first) + "/" + move + "-priority", "");
            });
            call(
                    "POST " + base + "/required-actions/{alias}/" + move + "-priority",
                    () -> post(base + "/required-actions/UPDATE_PROFILE/" + move + "-priority", ""));
        }
        call("POST " + base + "/executions/{executionId}/config", () -> executionConfig());
        call("POST " + base + "/config", () -> post(base + "/config", Map.of("alias", name(), "config", Map.of())));
        call(
                "PUT " + base + "/config/{id}",
                () -> put(
                        base + "/config/" + config(),
                        Map.of("alias", name(), "config", Map.of("defaultProvider", "b"))));
        call("DELETE " + base + "/config/{id}", () -> delete(base + "/config/" + config()));
        call("PUT " + base + "/required-actions/{alias}", () -> {
            ObjectNode action = (ObjectNode) get(base + "/required-actions/UPDATE_PROFILE");
            return put(base + "/required-actions/UPDATE_PROFILE", action.put("defaultAction", true));
        });
        call("DELETE " + base + "/required-actions/{alias}", () -> delete(base + "/required-actions/delete_account"));
        call("POST " + base + "/register-required-action", () -> {
            delete(base + "/required-actions/TERMS_AND_CONDITIONS");
            return post(
                    base + "/register-required-action", Map.of("providerId", "TERMS_AND_CONDITIONS", "name", "Terms"));
        });
        call(
                "PUT " + base + "/required-actions/{alias}/config",
                () -> put(
                        base + "/required-actions/UPDATE_PASSWORD/config",
                        Map.of("config", Map.of("max_auth_age", "100"))));
        call(
                "DELETE " + base + "/required-actions/{alias}/config",
                () -> delete(base + "/required-actions/UPDATE_PASSWORD/config"));
    }

    private void providers() {
        String instances = "/identity-provider/instances";
        call("POST " + instances, () -> post(instances, providerJson(name())));
        call("PUT " + instances + "/{alias}", () -> {
            String alias = provider();
            ObjectNode json = (ObjectNode) get(instances + "/" + alias);
            return put(instances + "/" + alias, json.put("displayName", "new"));
        });
        call("DELETE " + instances + "/{alias}", () -> delete(instances + "/" + provider()));
        call("POST " + instances + "/{alias}/mappers", () -> {
            String alias = provider();
            return post(instances + "/" + alias + "/mappers", providerMapper(alias));
        });
        call("PUT " + instances + "/{alias}/mappers/{id}", () -> {
            String mapper = providerMapper();
            return put(mapper, ((ObjectNode) get(mapper)).put("name", name()));
        });
        call("DELETE " + instances + "/{alias}/mappers/{id}", () -> delete(providerMapper()));
        call(
                "POST /identity-provider/import-config",
                () -> post(
                        "/identity-provider/import-config",
                        Map.of(
                                "providerId",
                                "oidc",
                                "fromUrl",
                                keycloak.url() + "/realms/" + realm.name() + "/.well-known/openid-configuration")));
        call("POST /identity-provider/upload-certificate", () -> multipart("/identity-provider/upload-certificate"));
        call("POST /components", () -> post("/components", componentJson()));
        call("PUT /components/{id}", () -> {
            String id = component();
            return put("/components/" + id, ((ObjectNode) get("/components/" + id)).put("name", name()));
        });
        call("DELETE /components/{id}", () -> delete("/components/" + component()));
        call(
                "POST /user-storage/{id}/remove-imported-users",
                () -> post("/user-storage/" + ldap() + "/remove-imported-users", ""));
        call("POST /user-storage/{id}/unlink-users", () -> post("/user-storage/" + ldap() + "/unlink-users", ""));
    }

    private void authorization(String policies, String permissions) {
        call("PUT " + AUTHZ, () -> {
            String server = server();
            return put(server, ((ObjectNode) get(server)).put("policyEnforcementMode", "PERMISSIVE"));
        });
        call("POST " + AUTHZ + "/import", () -> {
            String server = server();
            return post(server + "/import", get(server + "/settings"));
        });
        call("POST " + AUTHZ + "/resource", () -> post(server() + "/resource", Map.of("name", name())));
        call("PUT " + AUTHZ + "/resource/{resource-id}", () -> {
            String server = server();
            String id = created(server + "/resource", Map.of("name", name())).text("_id");
            return put(server + "/resource/" + id, Map.of("name", name()));
        });
        call("DELETE " + AUTHZ + "/resource/{resource-id}", () -> {
            String server = server();
            String id = created(server + "/resource", Map.of("name", name())).text("_id");
            return delete(server + "/resource/" + id);
        });
        call("POST " + AUTHZ + "/scope", () -> post(server() + "/scope", Map.of("name", name())));
        call("PUT " + AUTHZ + "/scope/{scope-id}", () -> {
            String server = server();
            String id = created(server + "/scope", Map.of("name", name())).text("id");
            return put(server + "/scope/" + id, Map.of("name", name()));
        });
        call("DELETE " + AUTHZ + "/scope/{scope-id}", () -> {
            String server = server();
            String id = created(server + "/scope", Map.of("name", name())).text("id");
            return delete(server + "/scope/" + id);
        });
        call(
                "POST " + AUTHZ + policies,
                () -> post(
                        server() + policies,
                        Map.of(
                                "name",
                                name(),
                                "type",
                                "role",
                                "config",
                                Map.of("roles", "[{\"id\":\"" + id("/roles/" + role()) + "\"}]"))));
        call(
                "POST " + AUTHZ + permissions,
                () -> post(
                        server() + permissions,
                        Map.of("name", name(), "type", "resource", "config", Map.of("defaultResourceType", "urn:x"))));
        call("POST " + AUTHZ + policies + "/{type}", () -> post(server() + policies + "/role", rolePolicy()));
        call("PUT " + AUTHZ + policies + "/{type}/{policy-id}", () -> {
            String policy = policy();
            return put(policy, ((ObjectNode) get(policy)).put("description", "new"));
        });
        call("DELETE " + AUTHZ + policies + "/{type}/{policy-id}", () -> delete(policy()));
        for (String kind : List.of(policies, permissions, policies + "/{type}")) {
            call(
                    "POST " + AUTHZ + kind + "/evaluate",
                    () -> post(
                            server() + kind.replace("{type}", "role") + "/evaluate",
                            Map.of(
                                    "roleIds",
                                    List.of(),
                                    "userId",
                                    user(),
                                    "resources",
                                    List.of(),
                                    "context",
                                    Map.of())));
        }
    }

    private void organizations() {
        String base = "/organizations/{org-id}";
        call("POST /organizations", () -> post("/organizations", organizationJson()));
        call("PUT " + base, () -> {
            String organization = organization();
            return put(organization, ((ObjectNode) get(organization)).put("description", "new"));
        });
        call("DELETE " + base, () -> delete(organization()));
        call("POST " + base + "/members", () -> post(organization() + "/members", user()));
        call("DELETE " + base + "/members/{member-id}", () -> {
            String organization = organization();
            String user = user();
            post(organization + "/members", user);
            return delete(organization + "/members/" + user);
        });
        call("POST " + base + "/identity-providers", () -> post(organization() + "/identity-providers", provider()));
        call("DELETE " + base + "/identity-providers/{alias}", () -> {
            String organization = organization();
            String provider = provider();
            post(organization + "/identity-providers", provider);
            return delete(organization + "/identity-providers/" + provider);
        });
        String group = base + "/groups/{group-id}";
        call("POST " + base + "/groups", () -> post(organization() + "/groups", Map.of("name", name())));
        call("PUT " + group, () -> put(organizationGroup(organization()), Map.of("name", name())));
        call("DELETE " + group, () -> delete(organizationGroup(organization())));
        call(
                "POST " + group + "/children",
                () -> post(organizationGroup(organization()) + "/children", Map.of("name", name())));
        call("PUT " + group + "/members/{userId}", () -> put(organizationMember(), ""));
        call("DELETE " + group + "/members/{userId}", () -> {
            String member = organizationMember();
            put(member, "");
            return delete(member);
        });
        mappings(group, "{client-id}", () -> organizationGroup(organization()));
    }

    private void workflows() {
        call("POST /workflows", () -> post("/workflows", workflowJson(role())));
        call("PUT /workflows/{id}", () -> {
            String workflow = workflow();
            Map<String, Object> json = workflowAt(workflow).getMap("");
            json.put("name", name());
            return put(workflow, json);
        });
        call("DELETE /workflows/{id}", () -> delete(workflow()));
        call(
                "POST /workflows/{id}/activate/{type}/{resourceId}",
                () -> post(workflow() + "/activate/USERS/" + user(), ""));
        call("POST /workflows/{id}/deactivate/{type}/{resourceId}", () -> {
            String workflow = workflow();
            String user = user();
            post(workflow + "/activate/USERS/" + user, "");
            return post(workflow + "/deactivate/USERS/" + user, "");
        });
        call("POST /workflows/migrate", () -> {
            String from = stepOf(workflow());
            String to = stepOf(workflow());
            return post("/workflows/migrate?from=" + from + "&to=" + to, "");
        });
    }

    /** Operations that only the Admin Console calls. */
    private void console() {
        call("PUT /ui-ext", () -> put("/ui-ext", get("")));
        call("POST /ui-ext/role-mapping-delete/users/{id}", () -> {
            String user = user();
            String role = role();
            post("/users/" + user + "/role-mappings/realm", List.of(get("/roles/" + role)));
            return post("/ui-ext/role-mapping-delete/users/" + user, List.of(Map.of("roleId", id("/roles/" + role))));
        });
        call("POST /ui-ext/role-mapping-delete/groups/{id}", () -> {
            String group = group();
            String role = role();
            post("/groups/" + group + "/role-mappings/realm", List.of(get("/roles/" + role)));
            return post("/ui-ext/role-mapping-delete/groups/" + group, List.of(Map.of("roleId", id("/roles/" + role))));
        });
        call("POST /ui-ext/role-mapping-delete/roles/{id}", () -> {
            String parent = role();
            String role = role();
            post("/roles/" + parent + "/composites", List.of(get("/roles/" + role)));
            return post(
                    "/ui-ext/role-mapping-delete/roles/" + id("/roles/" + parent),
                    List.of(Map.of("roleId", id("/roles/" + role))));
        });
        call("POST /ui-ext/role-mapping-delete/clients/{id}", () -> {
            String client = client();
            String role = role();
            post("/clients/" + client + "/scope-mappings/realm", List.of(get("/roles/" + role)));
            return post(
                    "/ui-ext/role-mapping-delete/clients/" + client, List.of(Map.of("roleId", id("/roles/" + role))));
        });
        call("POST /ui-ext/role-mapping-delete/clientScopes/{id}", () -> {
            String scope = scope("client-scopes");
            String role = role();
            post("/client-scopes/" + scope + "/scope-mappings/realm", List.of(get("/roles/" + role)));
            return post(
                    "/ui-ext/role-mapping-delete/clientScopes/" + scope,
                    List.of(Map.of("roleId", id("/roles/" + role))));
        });
    }

    private void mappings(String base, String client, Path path) {
        call(
                "POST " + base + "/role-mappings/realm",
                () -> post(path.make() + "/role-mappings/realm", List.of(get("/roles/" + role()))));
        call("DELETE " + base + "/role-mappings/realm", () -> given(path.make() + "/role-mappings/realm", role()));
        call("POST " + base + "/role-mappings/clients/" + client, () -> {
            String id = client();
            return post(path.make() + "/role-mappings/clients/" + id, List.of(get(clientRole(id))));
        });
        call("DELETE " + base + "/role-mappings/clients/" + client, () -> {
            String id = client();
            List<JsonNode> roles = List.of(get(clientRole(id)));
            String mapping = path.make() + "/role-mappings/clients/" + id;
            post(mapping, roles);
            return delete(mapping, roles);
        });
    }

    private void scopeMappings(String base, Path path) {
        call(
                "POST " + base + "/scope-mappings/realm",
                () -> post(path.make() + "/scope-mappings/realm", List.of(get("/roles/" + role()))));
        call("DELETE " + base + "/scope-mappings/realm", () -> given(path.make() + "/scope-mappings/realm", role()));
        call("POST " + base + "/scope-mappings/clients/{client}", () -> {
            String id = client();
            return post(path.make() + "/scope-mappings/clients/" + id, List.of(get(clientRole(id))));
        });
        call("DELETE " + base + "/scope-mappings/clients/{client}", () -> {
            String id = client();
            List<JsonNode> roles = List.of(get(clientRole(id)));
            String mapping = path.make() + "/scope-mappings/clients/" + id;
            post(mapping, roles);
            return delete(mapping, roles);
        });
    }

    private void composites(String template, Path path) {
        call("POST " + template, () -> post(path.make(), List.of(get("/roles/" + role()))));
        call("DELETE " + template, () -> given(path.make(), role()));
    }

    private void mappers(String template, Path path) {
        String models = "/protocol-mappers/models";
        call("POST " + template + models, () -> post(path.make() + models, mapperJson()));
        call(
                "POST " + template + "/protocol-mappers/add-models",
                () -> post(path.make() + "/protocol-mappers/add-models", List.of(mapperJson())));
        call("PUT " + template + models + "/{id}", () -> {
            String mapper = mapper(path.make() + models);
            return put(mapper, ((ObjectNode) get(mapper)).put("name", name()));
        });
        call("DELETE " + template + models + "/{id}", () -> delete(mapper(path.make() + models)));
    }

    /** Gives this role there, and takes it away again. */
    private Sent given(String path, String role) {
        List<JsonNode> roles = List.of(get("/roles/" + role));
        post(path, roles);
        return delete(path, roles);
    }

    private String user() {
        return idOf(created(
                "/users",
                Map.of(
                        "username", name(),
                        "enabled", true,
                        "credentials",
                                List.of(
                                        Map.of("type", "password", "value", PASSWORD),
                                        Map.of(
                                                "type", "otp",
                                                "secretData", "{\"value\":\"c2VjcmV0\"}",
                                                "credentialData",
                                                        "{\"subType\":\"totp\",\"digits\":6,\"period\":30,"
                                                                + "\"algorithm\":\"HmacSHA1\"}")))));
    }

    private List<String> credentials(String user) {
        return get("/users/" + user + "/credentials").findValuesAsText("id").stream()
                .map(id -> "/users/" + user + "/credentials/" + id)
                .toList();
    }

    private String session() {
        String user = user();
        Response signedIn = request().body("").post(url("/users/" + user + "/impersonation"));
        if (signedIn.statusCode() != 200) {
            throw new AssertionError("no impersonation: " + signedIn.asString());
        }
        return get("/users/" + user + "/sessions").get(0).path("id").asText();
    }

    private String group() {
        return idOf(created("/groups", Map.of("name", name())));
    }

    private String role() {
        String name = name();
        created("/roles", Map.of("name", name));
        return name;
    }

    private String clientRole(String client) {
        String name = name();
        created("/clients/" + client + "/roles", Map.of("name", name));
        return "/clients/" + client + "/roles/" + name;
    }

    private String client() {
        return idOf(created("/clients", clientJson()));
    }

    private String clientId(String id) {
        return get("/clients/" + id).path("clientId").asText();
    }

    private static String certificate(String client) {
        return "/clients/" + client + "/certificates/jwt.credential";
    }

    private String scope(String kind) {
        return idOf(created("/" + kind, scopeJson()));
    }

    private String mapper(String models) {
        return models + "/" + idOf(created(models, mapperJson()));
    }

    private String flow() {
        return idOf(created("/authentication/flows", flowJson()));
    }

    private String flowAlias() {
        Map<String, Object> flow = flowJson();
        created("/authentication/flows", flow);
        return flow.get("alias").toString();
    }

    private String execution(String flow, String authenticator) {
        return idOf(
                created("/authentication/flows/" + flow + "/executions/execution", Map.of("provider", authenticator)));
    }

    private Sent executionConfig() {
        String execution = execution(flowAlias(), "identity-provider-redirector");
        return post(
                "/authentication/executions/" + execution + "/config",
                Map.of("alias", name(), "config", Map.of("defaultProvider", "a")));
    }

    private String config() {
        String execution = execution(flowAlias(), "identity-provider-redirector");
        return idOf(created(
                "/authentication/executions/" + execution + "/config",
                Map.of("alias", name(), "config", Map.of("defaultProvider", "a"))));
    }

    private String provider() {
        String alias = name();
        created("/identity-provider/instances", providerJson(alias));
        return alias;
    }

    private String providerMapper() {
        String alias = provider();
        String mappers = "/identity-provider/instances/" + alias + "/mappers";
        return mappers + "/" + idOf(created(mappers, providerMapper(alias)));
    }

    private Sent link(String user, String provider) {
        return post(
                "/users/" + user + "/federated-identity/" + provider,
                Map.of("identityProvider", provider, "userId", name(), "userName", "there"));
    }

    private String component() {
        return idOf(created("/components", componentJson()));
    }

    private String ldap() {
        return idOf(created(
                "/components",
                Map.of(
                        "name",
                        name(),
                        "providerId",
                        "ldap",
                        "providerType",
                        "org.keycloak.storage.UserStorageProvider",
                        "config",
                        Map.ofEntries(
                                one("enabled", "false"),
                                one("vendor", "other"),
                                one("editMode", "READ_ONLY"),
                                one("connectionUrl", "ldap://127.0.0.1:1"),
                                one("usersDn", "ou=people"),
                                one("authType", "none"),
                                one("usernameLDAPAttribute", "uid"),
                                one("rdnLDAPAttribute", "uid"),
                                one("uuidLDAPAttribute", "entryUUID"),
                                one("userObjectClasses", "person")))));
    }

    private static Map.Entry<String, List<String>> one(String name, String value) {
        return Map.entry(name, List.of(value));
    }

    private String server() {
        ObjectNode client = (ObjectNode) clientJson();
        client.put("serviceAccountsEnabled", true).put("authorizationServicesEnabled", true);
        return "/clients/" + idOf(created("/clients", client)) + "/authz/resource-server";
    }

    private Map<String, Object> rolePolicy() {
        return Map.of(
                "name",
                name(),
                "type",
                "role",
                "logic",
                "POSITIVE",
                "roles",
                List.of(Map.of("id", id("/roles/" + role()))));
    }

    private String policy() {
        String server = server();
        return server + "/policy/role/"
                + created(server + "/policy/role", rolePolicy()).text("id");
    }

    private Map<String, Object> organizationJson() {
        String name = name();
        return Map.of("name", name, "alias", name, "domains", List.of(Map.of("name", name + ".example.org")));
    }

    private String organization() {
        return "/organizations/" + idOf(created("/organizations", organizationJson()));
    }

    private String organizationGroup(String organization) {
        return organization + "/groups/" + idOf(created(organization + "/groups", Map.of("name", name())));
    }

    private String organizationMember() {
        String organization = organization();
        String user = user();
        post(organization + "/members", user);
        return organizationGroup(organization) + "/members/" + user;
    }

    private Map<String, Object> workflowJson(String role) {
        return Map.of(
                "name",
                name(),
                "steps",
                List.of(Map.of("uses", "grant-role", "after", "1d", "with", Map.of("role", List.of(role)))));
    }

    private String workflow() {
        return "/workflows/" + idOf(created("/workflows", workflowJson(role())));
    }

    private String stepOf(String workflow) {
        return workflowAt(workflow).getString("steps[0].id");
    }

    /** Keycloak answers YAML unless it is asked for JSON. */
    private JsonPath workflowAt(String path) {
        return request().accept("application/json").get(url(path)).jsonPath();
    }

    private JsonNode profile() {
        ObjectNode profile = (ObjectNode) get("/users/profile");
        return profile.put("unmanagedAttributePolicy", "ADMIN_EDIT");
    }

    private static Map<String, Object> password() {
        return Map.of("type", "password", "value", PASSWORD, "temporary", false);
    }

    private JsonNode clientJson() {
        return TestClient.confidential(name())
                .redirectUris("https://app.example.org/cb")
                .json();
    }

    private Map<String, Object> scopeJson() {
        return Map.of("name", name(), "protocol", "openid-connect");
    }

    private Map<String, Object> mapperJson() {
        Map<String, Object> mapper = new TreeMap<>(ProtocolMapper.audience("api"));
        mapper.put("name", name());
        return mapper;
    }

    private Map<String, Object> flowJson() {
        return Map.of("alias", name(), "providerId", "basic-flow", "topLevel", true, "builtIn", false);
    }

    private static Map<String, Object> providerJson(String alias) {
        return Map.of(
                "alias",
                alias,
                "providerId",
                "oidc",
                "config",
                Map.of(
                        "clientId", "x",
                        "clientSecret", PASSWORD,
                        "authorizationUrl", "https://idp.example.org/auth",
                        "tokenUrl", "https://idp.example.org/token"));
    }

    private Map<String, Object> providerMapper(String alias) {
        return Map.of(
                "name",
                name(),
                "identityProviderAlias",
                alias,
                "identityProviderMapper",
                "hardcoded-user-session-attribute-idp-mapper",
                "config",
                Map.of("syncMode", "INHERIT", "attribute", "a", "attribute.value", "b"));
    }

    private Map<String, Object> componentJson() {
        return Map.of(
                "name",
                name(),
                "providerId",
                "hmac-generated",
                "providerType",
                "org.keycloak.keys.KeyProvider",
                "config",
                Map.of("priority", List.of("1"), "secretSize", List.of("64")));
    }

    private void call(String operation, Call call) {
        calls.put(operation, call);
    }

    private String name() {
        return "walk" + ++number;
    }

    private String id(String path) {
        return get(path).path("id").asText();
    }

    private JsonNode get(String path) {
        return admin.get(realm.adminPath(path)).expect(200).json();
    }

    private Answer created(String path, Object body) {
        Answer answer = admin.post(realm.adminPath(path), body);
        if (answer.status() / 100 != 2) {
            throw new AssertionError(answer.request() + " answered " + answer.status() + ": " + answer.body());
        }
        return answer;
    }

    private void created(String path, int status, Object body) {
        admin.post(realm.adminPath(path), body).expect(status);
    }

    private static String idOf(Answer created) {
        String location = created.header("Location");
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private Sent put(String path, Object body) {
        return sent("PUT", path, admin.put(realm.adminPath(path), body));
    }

    private Sent post(String path, Object body) {
        return sent("POST", path, admin.post(realm.adminPath(path), body));
    }

    private Sent delete(String path) {
        return sent("DELETE", path, admin.delete(realm.adminPath(path)));
    }

    private Sent delete(String path, Object body) {
        return sent("DELETE", path, admin.delete(realm.adminPath(path), body));
    }

    private Sent text(String path) {
        Response answer = request().contentType("text/plain").body("A text").put(url(path));
        return new Sent("PUT", url(path), answer.statusCode(), answer.asString());
    }

    private Sent multipart(String path) {
        Response answer = request()
                .contentType("multipart/form-data")
                .multiPart("keystoreFormat", "Certificate PEM")
                .multiPart("file", "certificate.pem", CERTIFICATE.getBytes(StandardCharsets.UTF_8))
                .post(url(path));
        return new Sent("POST", url(path), answer.statusCode(), answer.asString());
    }

    private RequestSpecification request() {
        return keycloak.given().auth().oauth2(admin.token());
    }

    private String url(String path) {
        return "/admin/realms/" + realm.name() + path;
    }

    private Sent sent(String verb, String path, Answer answer) {
        String bare = path.contains("?") ? path.substring(0, path.indexOf('?')) : path;
        return new Sent(verb, url(bare), answer.status(), answer.body());
    }

    /** Makes the objects in a path. */
    private interface Path {
        String make();
    }
}
