package io.caregate.policy.request;

import io.caregate.policy.rule.BuiltInClient;
import io.caregate.policy.rule.RedirectUriRule;
import io.caregate.policy.rule.WebOriginRule;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.UriUtils;

/** The parts of a client's registration that matter at run time. For one request, and for one thread. */
final class RegisteredUris {

    private final RedirectUriRule rule;
    private final Optional<BuiltInClient> builtIn;
    private final StoredUris stored;
    private @Nullable String matched;

    /**
     * The registration of a client.
     *
     * @param rule the client's own rule
     * @param builtIn which of Keycloak's own clients it is, if it has exactly the shape of one
     */
    RegisteredUris(RedirectUriRule rule, Optional<BuiltInClient> builtIn, StoredUris stored) {
        this.rule = rule;
        this.builtIn = builtIn;
        this.stored = stored;
    }

    /** Whether a redirect URI of a request is exactly a registered one. */
    boolean hasRedirectUri(@Nullable String requested) {
        if (requested == null || requested.equals(matched)) {
            return requested != null;
        }
        boolean has = matches(requested, stored.redirectUris());
        if (has) {
            matched = requested;
        }
        return has;
    }

    /** Whether a post-logout redirect URI of a request is exactly a registered one. */
    boolean hasPostLogoutUri(String requested) {
        return matches(requested, stored.postLogoutUris());
    }

    /** Whether a request object's address is exactly a registered one that may be registered today. */
    boolean hasRequestUri(String requested) {
        return stored.requestUris().contains(requested) && rule.acceptsLocation(requested);
    }

    /** Whether Keycloak itself, in its looser way, would send a browser there after a logout. */
    boolean keycloakMatchesPostLogoutUri(String requested) {
        return stored.keycloakMatchesPostLogoutUri(requested);
    }

    /** Whether Keycloak itself, in its looser way, would answer to this redirect URI. */
    boolean keycloakMatches(String requested) {
        return stored.keycloakMatches(requested);
    }

    /** Whether Keycloak itself would answer a script of this origin, which it does for a stored wildcard. */
    boolean keycloakAnswers(String origin) {
        Set<String> origins = stored.keycloaksOrigins();
        return origins.contains(origin) || origins.contains("*");
    }

    /** Whether every registered redirect URI may be registered today, so that Keycloak matches none loosely. */
    boolean areAllExact() {
        return builtIn.isPresent() || stored.redirectUris().stream().allMatch(rule::accepts);
    }

    /** Whether this is one of Keycloak's own clients, or the pack's, in exactly its shape. */
    boolean areKeycloaksOwn() {
        return builtIn.isPresent();
    }

    /**
     * The one registered redirect URI that applies to a request without one (RFC 6749 section 3.1.2.3), if there is
     * one.
     */
    Optional<String> single() {
        Set<String> all = stored.redirectUris();
        return all.size() == 1 ? all.stream().findFirst() : Optional.empty();
    }

    /** The origins that CORS answers. */
    Set<String> origins() {
        return builtIn.isPresent()
                ? stored.keycloaksOrigins()
                : new WebOriginRule(rule).answered(stored.webOrigins(), stored.redirectUris());
    }

    /** Whether this client may register a location; it may not register wildcards and plain http. */
    boolean couldRegister(String location) {
        return rule.accepts(location);
    }

    private boolean matches(String requested, Collection<String> registered) {
        return builtIn.isPresent() ? isOnOwnOrigin(builtIn.get(), requested) : rule.matches(requested, registered);
    }

    private boolean isOnOwnOrigin(BuiltInClient builtInClient, String requested) {
        String rootUrl = builtInClient.rootUrl();
        if (rootUrl == null) {
            return false;
        }
        String address = stored.serverAddress(rootUrl);
        String plain = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        return isOfTheServer(address) && builtInClient.matches(requested, plain, stored.realmPath());
    }

    // A realm's administrators may give it another address; it applies only to a browser that came by that address.
    private boolean isOfTheServer(String address) {
        String ofTheRealm = stored.realmAddress();
        return ofTheRealm == null
                || ofTheRealm.isBlank()
                || UriUtils.getOrigin(address).equals(UriUtils.getOrigin(stored.visitedAddress()));
    }
}
