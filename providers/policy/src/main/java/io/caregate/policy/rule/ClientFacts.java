package io.caregate.policy.rule;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a client that the rules need, as Keycloak would store it: defaults applied, absent fields filled.
 *
 * @param clientId the client's own name, unique in its realm
 * @param realmPath the name of its realm as it appears in the paths of Keycloak's own clients
 * @param flows the flows that it may use besides the code flow
 * @param urls its own addresses
 * @param redirectUris the registered redirect URIs as they are stored
 * @param webOrigins the registered web origins as they are stored
 * @param attributes all client attributes
 * @param signingKeys the keys of the set that is stored with the client, if it authenticates by one of them
 */
public record ClientFacts(
        String clientId,
        String realmPath,
        boolean publicClient,
        Flows flows,
        Urls urls,
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
            Flows flows,
            Urls urls,
            List<String> redirectUris,
            List<String> webOrigins,
            Map<String, String> attributes) {
        this(clientId, realmPath, publicClient, flows, urls, redirectUris, webOrigins, attributes, List.of());
    }

    /**
     * The flows of a client besides the code flow.
     *
     * @param implicit whether a token may come in the front channel
     * @param directAccessGrants whether it may use the password grant
     */
    public record Flows(boolean implicit, boolean directAccessGrants) {
        /** The code flow alone. */
        public static final Flows NONE = new Flows(false, false);
    }

    /** The addresses of a client, null where it has none; Keycloak may put the root before the others. */
    public record Urls(
            @Nullable String root,
            @Nullable String base,
            @Nullable String admin) {
        /** No address. */
        public static final Urls NONE = new Urls(null, null, null);
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
