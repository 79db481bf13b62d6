package io.caregate.policy.request;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The stored addresses of a client, and Keycloak's own interpretation of them. A request needs only some of them, so
 * each part is read when it is asked for.
 */
interface StoredUris {

    Set<String> redirectUris();

    List<String> postLogoutUris();

    /** The addresses of its request objects. */
    List<String> requestUris();

    Set<String> webOrigins();

    /** Whether Keycloak itself, in its looser way, would answer to this redirect URI. */
    boolean keycloakMatches(String redirectUri);

    /** Whether Keycloak itself, in its looser way, would send a browser there after a logout. */
    boolean keycloakMatchesPostLogoutUri(String uri);

    /** The origins to which Keycloak itself would answer. */
    Set<String> keycloaksOrigins();

    /** The server's address that replaces one of Keycloak's placeholders in this request. */
    String serverAddress(String placeholder);

    /** The address that the realm's administrators have set for their realm, if any. */
    @Nullable
    String realmAddress();

    /** The address by which this request came. */
    String visitedAddress();

    /** The realm's name as it appears in paths. */
    String realmPath();
}
