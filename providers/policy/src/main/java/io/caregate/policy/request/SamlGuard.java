package io.caregate.policy.request;

import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.refusal.RefusalRecorder;
import io.caregate.policy.rule.RuleId;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.saml.SamlProtocol;
import org.keycloak.services.ErrorPageException;
import org.keycloak.services.clientpolicy.context.SamlAuthnRequestContext;

/**
 * Refuses a SAML authentication request whose assertion consumer URL is not exactly a registered one (SAML Core section
 * 3.4.1), with an error page. Where the request names none, those that Keycloak falls back to must be registrable.
 */
public final class SamlGuard {

    private final KeycloakSession session;

    public SamlGuard(KeycloakSession session) {
        this.session = session;
    }

    /** Throws the error page if the assertion would go elsewhere. */
    public void check(SamlAuthnRequestContext context) {
        ClientModel client = context.getClient();
        RegisteredUris registered = new RegisteredUris(session, client);
        URI asked = context.getRequest().getAssertionConsumerServiceURL();
        // Keycloak takes a URL that reads "null" for an absent one.
        boolean named = asked != null && !asked.toString().equals("null");
        boolean exact = named
                ? registered.hasRedirectUri(asked.toString())
                : fallbacks(client).allMatch(registered::couldRegister);
        if (!exact) {
            throw refuse(client, asked == null ? null : asked.toString());
        }
    }

    private static Stream<String> fallbacks(ClientModel client) {
        return Stream.of(
                        client.getAttribute(SamlProtocol.SAML_ASSERTION_CONSUMER_URL_POST_ATTRIBUTE),
                        client.getAttribute(SamlProtocol.SAML_ASSERTION_CONSUMER_URL_REDIRECT_ATTRIBUTE),
                        client.getAttribute(SamlProtocol.SAML_ASSERTION_CONSUMER_URL_ARTIFACT_ATTRIBUTE),
                        client.getManagementUrl())
                .filter(location -> location != null && !location.isBlank());
    }

    private ErrorPageException refuse(ClientModel client, @Nullable String asked) {
        RefusalRecorder.record(
                session,
                session.getContext().getRealm(),
                Refusal.by(
                                RuleId.EXACT_REDIRECT_URI,
                                EventType.LOGIN,
                                Errors.INVALID_REDIRECT_URI,
                                "The assertion consumer URL is not exactly a registered one")
                        .ofClient(client.getClientId())
                        .with(Details.REDIRECT_URI, asked));
        return new ErrorPageException(session, Response.Status.BAD_REQUEST, PageText.REDIRECT_URI.in(session));
    }
}
