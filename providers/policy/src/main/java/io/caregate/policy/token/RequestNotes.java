package io.caregate.policy.token;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.TokenManager.AccessTokenResponseBuilder;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.protocol.oidc.grants.ciba.channel.CIBAAuthenticationRequest;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;

/**
 * Values that guards of this room learn in a request and need later in it. They are attributes of the Keycloak session,
 * which only code in the server can write, and end with it.
 */
public record RequestNotes(KeycloakSession session) {

    private static final String FORM = "caregate.form";
    private static final String VETTED_TOKENS = "caregate.vetted-tokens";
    private static final String AUDIENCE_BEFORE = "caregate.audience-before";
    private static final String ISSUED_ID_TOKEN = "caregate.issued-id-token";
    private static final String UMA_PRESENTED = "caregate.uma.presented";
    private static final String NAMES_NOBODY = "caregate.names-nobody";

    /** Keeps the parameters with which Keycloak has begun a grant, which are not always as they were sent. */
    public void rememberForm(OAuth2GrantType.Context grant) {
        session.setAttribute(FORM, grant.getFormParams());
    }

    /** The parameters of the grant; null if no grant has kept them. */
    @SuppressWarnings("unchecked") // Only this class writes the attribute.
    @Nullable
    Map<String, List<String>> form() {
        return session.getAttribute(FORM, Map.class);
    }

    /** Keeps the audience of an access token as it is before other token post-processors. */
    public void rememberAudience(AccessToken token) {
        session.setAttribute(AUDIENCE_BEFORE, AudienceBefore.of(token));
    }

    AudienceBefore audienceBefore() {
        AudienceBefore before = session.getAttribute(AUDIENCE_BEFORE, AudienceBefore.class);
        return before == null ? AudienceBefore.UNKNOWN : before;
    }

    /**
     * Keeps the ID token that is about to be issued. Keycloak shows it to its policy manager, before the token
     * post-processors, which are shown the access token only. Only token exchange and JWT bearer ask no policy before
     * they answer.
     */
    public void rememberIdToken(AccessTokenResponseBuilder answer) {
        if (answer.getIdToken() != null) {
            session.setAttribute(ISSUED_ID_TOKEN, answer.getIdToken());
        }
    }

    /** The ID token of this request, or null if Keycloak has shown none. */
    @Nullable
    IDToken idToken() {
        return session.getAttribute(ISSUED_ID_TOKEN, IDToken.class);
    }

    /**
     * Lets Keycloak sign the bearer token by which an authentication device answers a CIBA request. The user has
     * approved nothing when Keycloak sends it, so it is valid for the answer alone: it has no session, and its
     * {@code jti} names none.
     */
    public void admitDeviceToken(CIBAAuthenticationRequest request) {
        vettedTokens().addKnown(request.getAuthResultId());
    }

    /** Keeps the content of a token from which the UMA grant makes another one. */
    void rememberOrigin(UmaGuard.Origin origin) {
        session.setAttribute(UMA_PRESENTED, origin);
    }

    /** The content of the token presented to the UMA grant; null if none was. */
    UmaGuard.@Nullable Origin origin() {
        return session.getAttribute(UMA_PRESENTED, UmaGuard.Origin.class);
    }

    VettedTokens vettedTokens() {
        return kept(VETTED_TOKENS, VettedTokens.class, VettedTokens::new);
    }

    /** Finds names of the users of a realm, each once a request. */
    @SuppressWarnings("unchecked") // Only this class writes the attribute.
    ForeignName foreignName(RealmModel realm) {
        return new ForeignName(new UserDirectoryReader(session, realm), kept(NAMES_NOBODY, Set.class, HashSet::new));
    }

    private <T> T kept(String name, Class<T> type, Supplier<T> first) {
        T value = session.getAttribute(name, type);
        if (value == null) {
            value = first.get();
            session.setAttribute(name, value);
        }
        return value;
    }
}
