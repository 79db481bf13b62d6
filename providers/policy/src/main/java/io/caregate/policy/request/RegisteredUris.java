package io.caregate.policy.request;

import io.caregate.policy.facts.ClientFactsReader;
import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.rule.BuiltInClient;
import io.caregate.policy.rule.RedirectUriRule;
import io.caregate.policy.rule.WebOriginRule;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.UriUtils;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCAdvancedConfigWrapper;
import org.keycloak.protocol.oidc.utils.RedirectUtils;
import org.keycloak.protocol.oidc.utils.WebOriginsUtils;
import org.keycloak.services.util.ResolveRelative;

/** What a client has registered, as far as it counts at run time. */
final class RegisteredUris {

    private static final String FRONTEND_URL = "frontendUrl";
    private static final String KEPT = "caregate.registered-uris.";

    private final KeycloakSession session;
    private final ClientModel client;
    private final RedirectUriRule rule;
    private final Optional<BuiltInClient> builtIn;
    private @Nullable String matched;

    RegisteredUris(PolicyOptions options, KeycloakSession session, ClientModel client) {
        this.session = session;
        this.client = client;
        this.rule = ClientFactsReader.redirectUriRule(client, options.redirectHosts());
        // All facts only of a client that could be one: this runs at every request.
        this.builtIn = BuiltInClient.isName(client.getClientId())
                ? BuiltInClient.of(ClientFactsReader.read(client))
                : Optional.empty();
    }

    /**
     * The same for every look at one authorization request. Kept as an attribute of the session, which ends with the
     * request; only for requests that write no client.
     */
    static RegisteredUris ofRequest(PolicyOptions options, KeycloakSession session, ClientModel client) {
        String name = KEPT + client.getId();
        RegisteredUris kept = session.getAttribute(name, RegisteredUris.class);
        if (kept == null) {
            kept = new RegisteredUris(options, session, client);
            session.setAttribute(name, kept);
        }
        return kept;
    }

    /** Whether a redirect URI of a request is exactly a registered one. */
    boolean hasRedirectUri(@Nullable String requested) {
        if (requested == null || requested.equals(matched)) {
            return requested != null;
        }
        boolean has = matches(requested, redirectUris());
        if (has) {
            matched = requested;
        }
        return has;
    }

    /** Whether a post-logout redirect URI of a request is exactly a registered one. */
    boolean hasPostLogoutUri(String requested) {
        List<String> registered =
                OIDCAdvancedConfigWrapper.fromClientModel(client).getPostLogoutRedirectUris();
        return matches(requested, registered == null ? List.of() : registered);
    }

    /** Whether a request object's address is exactly a registered one that may be registered today. */
    boolean hasRequestUri(String requested) {
        List<String> stored = OIDCAdvancedConfigWrapper.fromClientModel(client).getRequestUris();
        return stored != null && stored.contains(requested) && rule.acceptsLocation(requested);
    }

    /** Whether Keycloak itself, in its looser way, would send a browser there after a logout. */
    boolean keycloakMatchesPostLogoutUri(String requested) {
        List<String> stored = OIDCAdvancedConfigWrapper.fromClientModel(client).getPostLogoutRedirectUris();
        Set<String> patterns = stored == null ? Set.of() : Set.copyOf(stored);
        return RedirectUtils.verifyRedirectUri(session, client.getRootUrl(), requested, patterns, true) != null;
    }

    /** Whether Keycloak itself, in its looser way, would answer to this redirect URI. */
    boolean keycloakMatches(String requested) {
        return RedirectUtils.verifyRedirectUri(session, requested, client) != null;
    }

    /** Whether Keycloak itself would answer a script of this origin, which it does for a stored wildcard. */
    boolean keycloakAnswers(String origin) {
        Set<String> stored = WebOriginsUtils.resolveValidWebOrigins(session, client);
        return stored.contains(origin) || stored.contains("*");
    }

    /**
     * Whether every registered redirect URI is one that may be registered today, so that Keycloak matches none loosely.
     */
    boolean areAllExact() {
        return builtIn.isPresent() || redirectUris().stream().allMatch(rule::accepts);
    }

    /** Whether this is one of Keycloak's own clients, or the pack's, in exactly its shape. */
    boolean areKeycloaksOwn() {
        return builtIn.isPresent();
    }

    /** The one registered redirect URI that a request without one means (RFC 6749 section 3.1.2.3), if there is one. */
    Optional<String> single() {
        Set<String> all = redirectUris();
        return all.size() == 1 ? all.stream().findFirst() : Optional.empty();
    }

    /** The origins to which CORS is answered. */
    Set<String> origins() {
        return builtIn.isPresent()
                ? WebOriginsUtils.resolveValidWebOrigins(session, client)
                : new WebOriginRule(rule).answered(orEmpty(client.getWebOrigins()), redirectUris());
    }

    /** Whether a location is one that this client may register; wildcards and plain http are not. */
    boolean couldRegister(String location) {
        return rule.accepts(location);
    }

    private Set<String> redirectUris() {
        return orEmpty(client.getRedirectUris());
    }

    private static Set<String> orEmpty(@Nullable Set<String> stored) {
        return stored == null ? Set.of() : stored;
    }

    private boolean matches(String requested, Collection<String> registered) {
        return builtIn.isPresent() ? isOnOwnOrigin(builtIn.get(), requested) : rule.matches(requested, registered);
    }

    private boolean isOnOwnOrigin(BuiltInClient builtInClient, String requested) {
        String rootUrl = builtInClient.rootUrl();
        if (rootUrl == null) {
            return false;
        }
        String address = ResolveRelative.resolveRootUrl(session, rootUrl);
        String plain = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        return isOfTheServer(address)
                && builtInClient.matches(requested, plain, ClientFactsReader.realmPath(client.getRealm()));
    }

    // A realm admin may give his realm another address; it counts only for a browser that has come by that address.
    private boolean isOfTheServer(String address) {
        String ofTheRealm = session.getContext().getRealm().getAttribute(FRONTEND_URL);
        return ofTheRealm == null
                || ofTheRealm.isBlank()
                || UriUtils.getOrigin(address)
                        .equals(UriUtils.getOrigin(
                                session.getContext().getHttpRequest().getUri().getBaseUri()));
    }
}
