package io.caregate.policy.request;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.PageText;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.RuleId;
import java.net.URI;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.saml.SamlProtocol;
import org.keycloak.services.clientpolicy.context.SamlAuthnRequestContext;

/**
 * Refuses a SAML authentication request whose assertion consumer URL is not exactly a registered one (SAML Core section
 * 3.4.1), with an error page. Where the request names none, those that Keycloak falls back to must be registrable.
 */
public final class SamlGuard {

    private final PolicyOptions options;
    private final Enforcement enforcement;
    private final KeycloakSession session;

    public SamlGuard(PolicyOptions options, KeycloakSession session) {
        this.options = options;
        this.enforcement = new Enforcement(options);
        this.session = session;
    }

    /** Throws the error page if a request asks for an answer to somewhere else. */
    public void check(SamlAuthnRequestContext context) {
        ClientModel client = context.getClient();
        if (SamlProtocol.SAML_SOAP_BINDING.equals(context.getProtocolBinding())) {
            refuse(
                    client,
                    RuleId.NO_PASSWORD_GRANT,
                    "The enhanced client profile takes a password without a browser",
                    null);
        }
        URI asked = context.getRequest().getAssertionConsumerServiceURL();
        // Keycloak takes a URL that reads "null" for an absent one.
        if (asked != null && !asked.toString().equals("null")) {
            check(client, asked.toString());
        } else if (!locations(client).allMatch(RegisteredUrisReader.read(options, session, client)::couldRegister)) {
            refuseLocation(client, null);
        }
    }

    /** Throws the error page if an answer is about to go somewhere else. */
    public void check(ClientModel client, @Nullable String location) {
        RegisteredUris registered = RegisteredUrisReader.read(options, session, client);
        boolean stored =
                location != null && locations(client).anyMatch(location::equals) && registered.couldRegister(location);
        if (!stored && !registered.hasRedirectUri(location)) {
            refuseLocation(client, location);
        }
    }

    private static Stream<String> locations(ClientModel client) {
        return Stream.of(
                        client.getAttribute(SamlProtocol.SAML_ASSERTION_CONSUMER_URL_POST_ATTRIBUTE),
                        client.getAttribute(SamlProtocol.SAML_ASSERTION_CONSUMER_URL_REDIRECT_ATTRIBUTE),
                        client.getAttribute(SamlProtocol.SAML_ASSERTION_CONSUMER_URL_ARTIFACT_ATTRIBUTE),
                        client.getManagementUrl())
                .filter(location -> location != null && !location.isBlank());
    }

    // Keycloak refuses by itself what matches nothing at all; that is no would-be refusal of the pack.
    private void refuseLocation(ClientModel client, @Nullable String location) {
        boolean keycloakRefuses = location != null
                && !RegisteredUrisReader.read(options, session, client).keycloakMatches(location);
        if (enforcement.enforces(RuleId.EXACT_REDIRECT_URI) || !keycloakRefuses) {
            refuse(
                    client,
                    RuleId.EXACT_REDIRECT_URI,
                    "The assertion consumer URL is not exactly a registered one",
                    location);
        }
    }

    private void refuse(ClientModel client, RuleId rule, String reason, @Nullable String location) {
        String error = rule == RuleId.EXACT_REDIRECT_URI ? Errors.INVALID_REDIRECT_URI : Errors.NOT_ALLOWED;
        Refusal refusal = Refusal.by(rule, EnforcementPoint.SAML, EventType.LOGIN, error, reason)
                .ofClient(client.getClientId())
                .about(Details.REDIRECT_URI, location);
        if (enforcement.refuses(session, session.getContext().getRealm(), refusal)) {
            throw PageText.REDIRECT_URI.page(session);
        }
    }
}
