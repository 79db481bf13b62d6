package io.caregate.policy.request;

import io.caregate.policy.rule.BuiltInClient;
import io.caregate.policy.rule.Environment;
import io.caregate.policy.rule.HostList;
import io.caregate.policy.rule.RedirectUriRule;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A client's stored addresses, in memory. Keycloak's looser way accepts an address that begins like a stored one. */
record TestUris(
        Set<String> redirectUris,
        List<String> postLogoutUris,
        List<String> requestUris,
        Set<String> webOrigins,
        @Nullable String realmAddress,
        String visitedAddress)
        implements StoredUris {

    static final String SERVER = "https://id.example.org";
    static final String ACCOUNT = SERVER + "/realms/healthcare/account/";

    static TestUris of(String... redirectUris) {
        return new TestUris(Set.of(redirectUris), List.of(), List.of(), Set.of(), null, SERVER);
    }

    TestUris postLogout(String... uris) {
        return new TestUris(redirectUris, List.of(uris), requestUris, webOrigins, realmAddress, visitedAddress);
    }

    TestUris requestObjects(String... uris) {
        return new TestUris(redirectUris, postLogoutUris, List.of(uris), webOrigins, realmAddress, visitedAddress);
    }

    TestUris origins(String... origins) {
        return new TestUris(redirectUris, postLogoutUris, requestUris, Set.of(origins), realmAddress, visitedAddress);
    }

    TestUris realmAt(@Nullable String address, String visited) {
        return new TestUris(redirectUris, postLogoutUris, requestUris, webOrigins, address, visited);
    }

    /** For a confidential client in production. */
    RegisteredUris registered() {
        return registered(Optional.empty());
    }

    /** For one of Keycloak's own clients in its shape. */
    RegisteredUris registered(BuiltInClient builtIn) {
        return registered(Optional.of(builtIn));
    }

    private RegisteredUris registered(Optional<BuiltInClient> builtIn) {
        return new RegisteredUris(
                new RedirectUriRule(Environment.PRODUCTION, builtIn.isPresent(), HostList.ANY), builtIn, this);
    }

    @Override
    public boolean keycloakMatches(String redirectUri) {
        return matchesLoosely(redirectUri, redirectUris);
    }

    @Override
    public boolean keycloakMatchesPostLogoutUri(String uri) {
        return matchesLoosely(uri, Set.copyOf(postLogoutUris));
    }

    private static boolean matchesLoosely(String uri, Set<String> patterns) {
        return patterns.stream().anyMatch(pattern -> uri.startsWith(pattern.replace("*", "")));
    }

    @Override
    public Set<String> keycloaksOrigins() {
        return webOrigins;
    }

    @Override
    public String serverAddress(String placeholder) {
        return placeholder.equals(BuiltInClient.FRONTEND) ? SERVER : "https://admin.example.org/";
    }

    @Override
    public String realmPath() {
        return "healthcare";
    }
}
