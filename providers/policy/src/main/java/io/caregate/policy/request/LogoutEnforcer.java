package io.caregate.policy.request;

import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.PageText;
import io.caregate.policy.refusal.Refusal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.representations.IDToken;

/**
 * Answers with an error page what {@link LogoutGuard} refuses, before Keycloak matches the address in its own way and
 * before anything is logged out.
 */
public final class LogoutEnforcer {

    private final Enforcement enforcement;

    public LogoutEnforcer(Enforcement enforcement) {
        this.enforcement = enforcement;
    }

    /**
     * Throws the error page if the answer would go elsewhere.
     *
     * @param clientId as Keycloak has read it from this request
     * @param idTokenHint as Keycloak has read it from this request
     * @param postLogoutRedirectUri as Keycloak has read it from this request
     */
    public void check(@Nullable String clientId, @Nullable String idTokenHint, @Nullable String postLogoutRedirectUri) {
        ClientModel client = LogoutGuard.clientId(clientId, () -> token(idTokenHint))
                .map(enforcement.realm()::getClientByClientId)
                .orElse(null);
        // Without an address, or without a client whose registration could allow it, Keycloak itself refuses.
        if (postLogoutRedirectUri == null || client == null) {
            return;
        }
        Optional<Refusal> refusal = new LogoutGuard(enforcement.options())
                .check(client.getClientId(), postLogoutRedirectUri, RegisteredUrisReader.read(enforcement, client));
        if (refusal.isPresent() && enforcement.refuses(refusal.get())) {
            throw PageText.POST_LOGOUT.page(enforcement.session());
        }
    }

    private @Nullable IDToken token(@Nullable String idTokenHint) {
        return idTokenHint == null ? null : enforcement.session().tokens().decode(idTokenHint, IDToken.class);
    }
}
