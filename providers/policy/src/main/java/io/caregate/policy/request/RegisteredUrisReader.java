package io.caregate.policy.request;

import io.caregate.policy.facts.ClientFactsReader;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.rule.BuiltInClient;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCAdvancedConfigWrapper;
import org.keycloak.protocol.oidc.utils.RedirectUtils;
import org.keycloak.protocol.oidc.utils.WebOriginsUtils;
import org.keycloak.services.util.ResolveRelative;

/** Reads a client's registration from its model, in the request's transaction. */
final class RegisteredUrisReader implements StoredUris {

    private static final String FRONTEND_URL = "frontendUrl";
    private static final String KEPT = "caregate.registered-uris.";

    private final KeycloakSession session;
    private final ClientModel client;

    private RegisteredUrisReader(KeycloakSession session, ClientModel client) {
        this.session = session;
        this.client = client;
    }

    static RegisteredUris read(Enforcement enforcement, ClientModel client) {
        // Reads all facts only of a client that could be one of Keycloak's own: this runs at every request.
        Optional<BuiltInClient> builtIn = BuiltInClient.isName(client.getClientId())
                ? BuiltInClient.of(ClientFactsReader.read(client))
                : Optional.empty();
        return new RegisteredUris(
                ClientFactsReader.redirectUriRule(client, enforcement.options().redirectHosts()),
                builtIn,
                new RegisteredUrisReader(enforcement.session(), client));
    }

    /**
     * The same for every check of one authorization request. It is kept as an attribute of the session, which ends with
     * the request; use it only for requests that write no client.
     */
    static RegisteredUris ofRequest(Enforcement enforcement, ClientModel client) {
        KeycloakSession session = enforcement.session();
        String name = KEPT + client.getId();
        RegisteredUris kept = session.getAttribute(name, RegisteredUris.class);
        if (kept == null) {
            kept = read(enforcement, client);
            session.setAttribute(name, kept);
        }
        return kept;
    }

    @Override
    public Set<String> redirectUris() {
        return ClientFactsReader.entries(client.getRedirectUris());
    }

    @Override
    public List<String> postLogoutUris() {
        return Objects.requireNonNullElse(settings().getPostLogoutRedirectUris(), List.of());
    }

    @Override
    public List<String> requestUris() {
        return Objects.requireNonNullElse(settings().getRequestUris(), List.of());
    }

    @Override
    public Set<String> webOrigins() {
        return ClientFactsReader.entries(client.getWebOrigins());
    }

    @Override
    public boolean keycloakMatches(String redirectUri) {
        return RedirectUtils.verifyRedirectUri(session, redirectUri, client) != null;
    }

    @Override
    public boolean keycloakMatchesPostLogoutUri(String uri) {
        Set<String> patterns = Set.copyOf(postLogoutUris());
        // Keycloak's attribute or option may lift its list of parameters, which this method does not see.
        return patterns.contains(uri)
                || RedirectUtils.verifyRedirectUri(session, client.getRootUrl(), uri, patterns, true) != null;
    }

    @Override
    public Set<String> keycloaksOrigins() {
        return WebOriginsUtils.resolveValidWebOrigins(session, client);
    }

    @Override
    public String serverAddress(String placeholder) {
        return ResolveRelative.resolveRootUrl(session, placeholder);
    }

    @Override
    public @Nullable String realmAddress() {
        return session.getContext().getRealm().getAttribute(FRONTEND_URL);
    }

    @Override
    public String visitedAddress() {
        return session.getContext().getHttpRequest().getUri().getBaseUri().toString();
    }

    @Override
    public String realmPath() {
        return ClientFactsReader.realmPath(client.getRealm());
    }

    private OIDCAdvancedConfigWrapper settings() {
        return OIDCAdvancedConfigWrapper.fromClientModel(client);
    }
}
