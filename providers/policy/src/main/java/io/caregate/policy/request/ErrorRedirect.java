package io.caregate.policy.request;

import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.refusal.RefusalAnswers;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.utils.OIDCRedirectUriBuilder;
import org.keycloak.protocol.oidc.utils.OIDCResponseMode;
import org.keycloak.protocol.oidc.utils.OIDCResponseType;
import org.keycloak.services.Urls;

/**
 * An error answer to the client by redirect (RFC 6749 section 4.1.2.1) and {@code iss} (RFC 9207), which an answer by
 * JWT has as a claim of its own (RFC 9207 section 4). Only for a redirect URI that is exactly registered.
 */
final class ErrorRedirect {

    private final KeycloakSession session;
    private final OIDCRedirectUriBuilder redirect;
    private final boolean isJwt;
    private final @Nullable String state;

    private ErrorRedirect(
            KeycloakSession session,
            ClientModel client,
            String redirectUri,
            OIDCResponseMode mode,
            @Nullable String state) {
        session.getContext().setClient(client);
        this.session = session;
        this.isJwt = AnswerMode.isJwt(mode);
        this.redirect = OIDCRedirectUriBuilder.fromUri(redirectUri, mode, session, null);
        this.state = state;
    }

    static ErrorRedirect of(
            KeycloakSession session,
            ClientModel client,
            String redirectUri,
            @Nullable String mode,
            OIDCResponseType type,
            @Nullable String state) {
        return new ErrorRedirect(session, client, redirectUri, OIDCResponseMode.parse(mode, type), state);
    }

    /** For a response type with a token. */
    static ErrorRedirect fragmentByDefault(
            KeycloakSession session,
            ClientModel client,
            String redirectUri,
            @Nullable String mode,
            @Nullable String state) {
        return new ErrorRedirect(session, client, redirectUri, AnswerMode.fragmentByDefault(mode), state);
    }

    Response answer(Refusal refusal) {
        redirect.addParam(OAuth2Constants.ERROR, refusal.error())
                .addParam(OAuth2Constants.ERROR_DESCRIPTION, refusal.description())
                .addParam(RefusalAnswers.ERROR_URI, RefusalAnswers.explanation(session, refusal));
        if (state != null) {
            redirect.addParam(OAuth2Constants.STATE, state);
        }
        if (!isJwt) {
            // Also for a client that is set to get none: this answer may be the one that says so.
            redirect.addParam(
                    OAuth2Constants.ISSUER,
                    Urls.realmIssuer(
                            session.getContext().getUri().getBaseUri(),
                            session.getContext().getRealm().getName()));
        }
        return thrown(redirect.build());
    }

    // The answer is thrown; Keycloak's error handler would rebuild one without an entity and lose its location.
    private static Response thrown(Response answer) {
        return answer.hasEntity()
                ? answer
                : Response.fromResponse(answer)
                        .entity("")
                        .type(MediaType.TEXT_HTML_TYPE)
                        .build();
    }
}
