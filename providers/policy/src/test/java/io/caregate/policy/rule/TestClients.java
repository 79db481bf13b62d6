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
                ClientFacts.Flows.NONE,
                ClientFacts.Urls.NONE,
                List.of(redirectUris),
                List.of(),
                Map.of()));
    }

    private static TestClients own(String clientId, String rootUrl, String path, String below) {
        return of(clientId, true, path + below).rootUrl(rootUrl).baseUrl(path);
    }

    TestClients clientId(String clientId) {
        return with(clientId, facts.realmPath(), facts.publicClient());
    }

    TestClients realmPath(String realmPath) {
        return with(facts.clientId(), realmPath, facts.publicClient());
    }

    TestClients publicClient(boolean publicClient) {
        return with(facts.clientId(), facts.realmPath(), publicClient);
    }

    private TestClients with(String clientId, String realmPath, boolean publicClient) {
        return new TestClients(new ClientFacts(
                clientId,
                realmPath,
                publicClient,
                facts.flows(),
                facts.urls(),
                facts.redirectUris(),
                facts.webOrigins(),
                facts.attributes()));
    }

    TestClients implicitFlow(boolean on) {
        return with(new ClientFacts.Flows(on, facts.flows().directAccessGrants()), facts.urls());
    }

    TestClients directAccessGrants(boolean on) {
        return with(new ClientFacts.Flows(facts.flows().implicit(), on), facts.urls());
    }

    TestClients rootUrl(String root) {
        return with(
                facts.flows(),
                new ClientFacts.Urls(root, facts.urls().base(), facts.urls().admin()));
    }

    TestClients baseUrl(String base) {
        return with(
                facts.flows(),
                new ClientFacts.Urls(facts.urls().root(), base, facts.urls().admin()));
    }

    TestClients adminUrl(String admin) {
        return with(
                facts.flows(),
                new ClientFacts.Urls(facts.urls().root(), facts.urls().base(), admin));
    }

    private TestClients with(ClientFacts.Flows flows, ClientFacts.Urls urls) {
        return new TestClients(new ClientFacts(
                facts.clientId(),
                facts.realmPath(),
                facts.publicClient(),
                flows,
                urls,
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
                facts.flows(),
                facts.urls(),
                redirectUris,
                webOrigins,
                attributes));
    }
}
