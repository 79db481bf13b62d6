package io.caregate.policy.request;

import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.PageText;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.PkceRule;
import io.caregate.policy.rule.ResponseTypeRule;
import io.caregate.policy.rule.RuleId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;

/**
 * The possible refusals of an authorization request, whichever way it came. No answer may go to an address that is not
 * exact, so that refusal comes first.
 *
 * @param pkce the clients that must send a PKCE challenge
 */
record RequestRefusals(PkceRule pkce, RequestingClient client, EnforcementPoint enforcementPoint, EventType event) {

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

    /**
     * All possible refusals of a request, its address first; a refusal that the client may receive names the address.
     */
    List<RefusedRequest> withAddress(AuthorizationParameters request, RegisteredUris registered) {
        String redirectUri = request.redirectUri();
        List<RefusedRequest> found = new ArrayList<>();
        address(redirectUri, registered).ifPresent(found::add);
        String answerTo = found.isEmpty() ? redirectUri : null;
        for (Refusal refusal : in(request)) {
            found.add(new RefusedRequest(
                    refusal.with(Details.REDIRECT_URI, redirectUri), answerTo, PageText.REDIRECT_URI));
        }
        return found;
    }

    /** The refusal of a redirect URI that is not exactly a registered one; empty if it is one. */
    Optional<RefusedRequest> address(@Nullable String redirectUri, RegisteredUris registered) {
        return registered.hasRedirectUri(redirectUri)
                ? Optional.empty()
                : Optional.of(new RefusedRequest(redirectUri(redirectUri), null, PageText.REDIRECT_URI));
    }

    /** All possible refusals of a request apart from its address. */
    List<Refusal> in(AuthorizationParameters request) {
        String responseType = request.responseType();
        String method = request.codeChallengeMethod();
        List<Refusal> found = new ArrayList<>();
        if (responseType != null && ResponseTypeRule.asksForToken(responseType)) {
            found.add(responseType(responseType));
        }
        if (responseType != null && ResponseTypeRule.asksForCode(responseType)) {
            pkce.check(client.publicClient(), request.codeChallenge(), method)
                    .ifPresent(problem -> found.add(by(RuleId.PKCE_S256, OAuthErrorException.INVALID_REQUEST, problem)
                            .about(OIDCLoginProtocol.CODE_CHALLENGE_METHOD_PARAM, method)));
        }
        if (client.withoutIssuer() && !AnswerMode.asksForJwt(request.responseMode())) {
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
        return Refusal.by(rule, enforcementPoint, event, error, reason).ofClient(client.clientId());
    }
}
