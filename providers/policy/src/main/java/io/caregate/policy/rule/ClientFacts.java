package io.caregate.policy.rule;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a client that the rules need, as Keycloak would store it: defaults applied, absent fields filled.
 *
 * @param clientId the client's own name, unique in its realm
 * @param realmPath the name of its realm as it appears in the paths of Keycloak's own clients
 * @param redirectUris the registered redirect URIs as they are stored
 * @param webOrigins the registered web origins as they are stored
 * @param attributes all client attributes
 * @param signingKeys the keys of the set that is stored with the client, if it authenticates by one of them
 */
public record ClientFacts(
        String clientId,
        String realmPath,
        boolean publicClient,
        boolean implicitFlow,
        boolean directAccessGrants,
        @Nullable String rootUrl,
        @Nullable String baseUrl,
        @Nullable String adminUrl,
        List<String> redirectUris,
        List<String> webOrigins,
        Map<String, String> attributes,
        List<SigningKey> signingKeys) {

    public ClientFacts {
        signingKeys = List.copyOf(signingKeys);
        redirectUris = List.copyOf(redirectUris);
        webOrigins = List.copyOf(webOrigins);
        attributes = Map.copyOf(attributes);
    }

    /** The same for a client that has no stored set of keys. */
    public ClientFacts(
            String clientId,
            String realmPath,
            boolean publicClient,
            boolean implicitFlow,
            boolean directAccessGrants,
            @Nullable String rootUrl,
            @Nullable String baseUrl,
            @Nullable String adminUrl,
            List<String> redirectUris,
            List<String> webOrigins,
            Map<String, String> attributes) {
        this(
                clientId,
                realmPath,
                publicClient,
                implicitFlow,
                directAccessGrants,
                rootUrl,
                baseUrl,
                adminUrl,
                redirectUris,
                webOrigins,
                attributes,
                List.of());
    }

    /** The environment of the client; an unreadable attribute means the strict one. */
    public Environment environment() {
        return Environment.ofAttribute(attributes.get(Environment.ATTRIBUTE));
    }

    /** The redirect URI rule of this client, on a server that allows these hosts. */
    public RedirectUriRule redirectUriRule(HostList hosts) {
        return new RedirectUriRule(environment(), publicClient, hosts);
    }
}
