package io.caregate.policy.request;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.ResponseTypeRule;
import io.caregate.policy.rule.RuleId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.protocol.oidc.OIDCAdvancedConfigWrapper;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.endpoints.request.AuthorizationEndpointRequest;

/**
 * What an authorization request, whatever way it came, can be refused for. An answer that goes to an address that is
 * not exact is no answer at all, so that refusal comes first.
 */
final class RequestRefusals {
    private final PolicyOptions options;
    private final ClientModel client;
    private final EnforcementPoint enforcementPoint;
    private final EventType event;

    RequestRefusals(PolicyOptions options, ClientModel client, EnforcementPoint enforcementPoint, EventType event) {
        this.options = options;
        this.client = client;
        this.enforcementPoint = enforcementPoint;
        this.event = event;
    }

    /** The redirect URI is not exactly a registered one. */
    Refusal redirectUri(@Nullable String redirectUri) {
        return by(
                        RuleId.EXACT_REDIRECT_URI,
                        event == EventType.LOGIN ? Errors.INVALID_REDIRECT_URI : OAuthErrorException.INVALID_REQUEST,
                        "redirect_uri is not exactly a registered one; send it as it is registered, or register it")
                .about(Details.REDIRECT_URI, redirectUri);
    }

    /** The address of a request object (RFC 9101 section 5.2) is not exactly a registered one. */
    Refusal requestUri(String requestUri) {
        return by(
                        RuleId.EXACT_REDIRECT_URI,
                        Errors.INVALID_REQUEST,
                        "request_uri is not exactly a registered one; register it in the attribute request.uris")
                .about(OIDCLoginProtocol.REQUEST_URI_PARAM, requestUri);
    }

    /** A token in the front channel. */
    Refusal responseType(String responseType) {
        return by(
                        RuleId.NO_IMPLICIT_GRANT,
                        OAuthErrorException.UNSUPPORTED_RESPONSE_TYPE,
                        "The implicit and hybrid flows are not served; use response_type=code with PKCE")
                .about(Details.RESPONSE_TYPE, responseType);
    }

    /** All that a parsed request can be refused for beside its address. */
    List<Refusal> in(AuthorizationEndpointRequest request) {
        return in(
                request.getResponseType(),
                request.getResponseMode(),
                request.getCodeChallenge(),
                request.getCodeChallengeMethod());
    }

    List<Refusal> in(
            @Nullable String responseType,
            @Nullable String responseMode,
            @Nullable String challenge,
            @Nullable String method) {
        List<Refusal> found = new ArrayList<>();
        if (responseType != null && ResponseTypeRule.asksForToken(responseType)) {
            found.add(responseType(responseType));
        }
        if (responseType != null && ResponseTypeRule.asksForCode(responseType)) {
            options.pkce()
                    .check(client.isPublicClient(), challenge, method)
                    .ifPresent(problem -> found.add(by(RuleId.PKCE_S256, OAuthErrorException.INVALID_REQUEST, problem)
                            .about(OIDCLoginProtocol.CODE_CHALLENGE_METHOD_PARAM, method)));
        }
        if (!JwtAnswer.isAskedFor(responseMode)
                && OIDCAdvancedConfigWrapper.fromClientModel(client).isExcludeIssuerFromAuthResponse()) {
            found.add(by(
                    RuleId.ISSUER_IN_RESPONSE,
                    OAuthErrorException.INVALID_REQUEST,
                    "The client is set to get no iss in its answers (RFC 9207); its attribute"
                            + " exclude.issuer.from.auth.response has to be false, or the answer a JWT"
                            + " (response_mode=jwt)"));
        }
        return found;
    }

    private Refusal by(RuleId rule, String error, String reason) {
        return Refusal.by(rule, enforcementPoint, event, error, reason).ofClient(client.getClientId());
    }
}
