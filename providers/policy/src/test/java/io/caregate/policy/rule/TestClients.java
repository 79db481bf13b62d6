package io.caregate.policy.rule;

import java.util.List;
import java.util.Map;

/** Valid clients as Keycloak would store them; each test changes one thing. */
record TestClients(ClientFacts facts) {

    static final String REALM = "healthcare";

    static TestClients backend() {
        return of("backend", false, "https://backend.example/cb");
    }

    static TestClients nativeApp() {
        return of("app", true, "com.example.app:/cb");
    }

    static TestClients account() {
        return own("account", "${authBaseUrl}", "/realms/" + REALM + "/account/", "*")
                .attributes(Map.of("post.logout.redirect.uris", "+"));
    }

    static TestClients accountConsole() {
        return own("account-console", "${authBaseUrl}", "/realms/" + REALM + "/account/", "*")
                .attributes(Map.of("post.logout.redirect.uris", "+", "pkce.code.challenge.method", "S256"));
    }

    static TestClients securityAdminConsole() {
        return own("security-admin-console", "${authAdminUrl}", "/admin/" + REALM + "/console/", "*")
                .webOrigins("+")
                .attributes(Map.of(
                        "post.logout.redirect.uris",
                        "+",
                        "pkce.code.challenge.method",
                        "S256",
                        "client.use.lightweight.access.token.enabled",
                        "true"));
    }

    static TestClients caregatePortal() {
        return own("caregate-portal", "${authBaseUrl}", "/realms/" + REALM + "/caregate/portal/", "");
    }

    static TestClients adminCli() {
        return of("admin-cli", true)
                .directAccessGrants(true)
                .attributes(Map.of("client.use.lightweight.access.token.enabled", "true"));
    }

    private static TestClients of(String clientId, boolean publicClient, String... redirectUris) {
        return new TestClients(new ClientFacts(
                clientId,
                REALM,
                publicClient,
                false,
                false,
                null,
                null,
                null,
                List.of(redirectUris),
                List.of(),
                Map.of()));
    }

    private static TestClients own(String clientId, String rootUrl, String path, String below) {
        return of(clientId, true, path + below).rootUrl(rootUrl).baseUrl(path);
    }

    TestClients clientId(String clientId) {
        return new TestClients(new ClientFacts(
                clientId,
                facts.realmPath(),
                facts.publicClient(),
                facts.implicitFlow(),
                facts.directAccessGrants(),
                facts.rootUrl(),
                facts.baseUrl(),
                facts.adminUrl(),
                facts.redirectUris(),
                facts.webOrigins(),
                facts.attributes()));
    }

    TestClients realmPath(String realmPath) {
        return new TestClients(new ClientFacts(
                facts.clientId(),
                realmPath,
                facts.publicClient(),
                facts.implicitFlow(),
                facts.directAccessGrants(),
                facts.rootUrl(),
                facts.baseUrl(),
                facts.adminUrl(),
                facts.redirectUris(),
                facts.webOrigins(),
                facts.attributes()));
    }

    TestClients publicClient(boolean publicClient) {
        return new TestClients(new ClientFacts(
                facts.clientId(),
                facts.realmPath(),
                publicClient,
                facts.implicitFlow(),
                facts.directAccessGrants(),
                facts.rootUrl(),
                facts.baseUrl(),
                facts.adminUrl(),
                facts.redirectUris(),
                facts.webOrigins(),
                facts.attributes()));
    }

    TestClients implicitFlow(boolean on) {
        return flows(on, facts.directAccessGrants());
    }

    TestClients directAccessGrants(boolean on) {
        return flows(facts.implicitFlow(), on);
    }

    private TestClients flows(boolean implicitFlow, boolean directAccessGrants) {
        return new TestClients(new ClientFacts(
                facts.clientId(),
                facts.realmPath(),
                facts.publicClient(),
                implicitFlow,
                directAccessGrants,
                facts.rootUrl(),
                facts.baseUrl(),
                facts.adminUrl(),
                facts.redirectUris(),
                facts.webOrigins(),
                facts.attributes()));
    }

    TestClients rootUrl(String rootUrl) {
        return urls(rootUrl, facts.baseUrl(), facts.adminUrl());
    }

    TestClients baseUrl(String baseUrl) {
        return urls(facts.rootUrl(), baseUrl, facts.adminUrl());
    }

    TestClients adminUrl(String adminUrl) {
        return urls(facts.rootUrl(), facts.baseUrl(), adminUrl);
    }

    private TestClients urls(String rootUrl, String baseUrl, String adminUrl) {
        return new TestClients(new ClientFacts(
                facts.clientId(),
                facts.realmPath(),
                facts.publicClient(),
                facts.implicitFlow(),
                facts.directAccessGrants(),
                rootUrl,
                baseUrl,
                adminUrl,
                facts.redirectUris(),
                facts.webOrigins(),
                facts.attributes()));
    }

    TestClients redirectUris(String... redirectUris) {
        return lists(List.of(redirectUris), facts.webOrigins(), facts.attributes());
    }

    TestClients webOrigins(String... webOrigins) {
        return lists(facts.redirectUris(), List.of(webOrigins), facts.attributes());
    }

    TestClients attributes(Map<String, String> attributes) {
        return lists(facts.redirectUris(), facts.webOrigins(), attributes);
    }

    private TestClients lists(List<String> redirectUris, List<String> webOrigins, Map<String, String> attributes) {
        return new TestClients(new ClientFacts(
                facts.clientId(),
                facts.realmPath(),
                facts.publicClient(),
                facts.implicitFlow(),
                facts.directAccessGrants(),
                facts.rootUrl(),
                facts.baseUrl(),
                facts.adminUrl(),
                redirectUris,
                webOrigins,
                attributes));
    }
}
