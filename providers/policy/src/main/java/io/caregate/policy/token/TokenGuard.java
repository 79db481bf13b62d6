package io.caregate.policy.token;

import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.RuleId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;

/**
 * The last check of every access token before it is signed, whatever the grant: authorization code, refresh, client
 * credentials, token exchange, device, CIBA, JWT bearer, UMA.
 *
 * <p>A token for a protected API whose subject does not hold the role is refused with an error event. The error is
 * {@code invalid_grant} (RFC 6749 section 5.2) if the request's grant is no longer valid for it, so that its client
 * signs the user in again, otherwise {@code access_denied} (RFC 8628 section 3.5, CIBA Core section 11). An issued
 * token lives no longer than the API allows. Claims that a mapper wrote in addition to Keycloak's own of the same name
 * are removed first.
 *
 * @param roles the guard of the realm
 * @param issuedIn the session that the token is issued in
 * @param grant the grant by which it is requested
 * @param preview what else Keycloak would make from the request
 */
record TokenGuard(RoleGuard roles, TokenSession issuedIn, Grant grant, TokenPreview preview) {

    /** Finds the APIs for which a token is valid, without the forged claims. */
    Reach reach(AccessToken token) {
        roles.removeForged(token);
        List<@Nullable String> audiences = Audience.of(token, preview);
        return roles.reach(audiences);
    }

    /** Why the subject may not have the token. */
    Optional<Refusal> refusal(Reach reach) {
        Subject subject = issuedIn.subject();
        return RoleGuard.denial(reach, subject).map(denial -> denial.refusal(
                        EnforcementPoint.TOKEN, grant.event().get())
                .ofClient(issuedIn.clientId())
                .ofUser(subject == null ? null : subject.id())
                .with(Details.USERNAME, subject == null ? null : subject.username())
                .with(Details.GRANT_TYPE, grant.type()));
    }

    /**
     * Why a client that needs the user's consent may not have the token by a grant that asks nobody. Keycloak 26.6 does
     * not look, and 26.7 looks before the pack may have turned consent on.
     *
     * @param unconsented whether the client needs consent, and the user has not given all of it
     */
    Optional<Refusal> unconsented(Reach reach, BooleanSupplier unconsented) {
        return roles.enforced() && grant.asksNobody() && !reach.apis().isEmpty() && unconsented.getAsBoolean()
                ? Optional.of(Refusal.by(
                                RuleId.REQUIRED_ROLE,
                                EnforcementPoint.TOKEN,
                                grant.event().get(),
                                OAuthErrorException.INVALID_SCOPE,
                                "This client needs the user's consent for this API; sign the user in with the client"
                                        + " once, or let an administrator turn consent off")
                        .about("audience", reach.apis().get(0).audience())
                        .ofClient(issuedIn.clientId())
                        .with(Details.GRANT_TYPE, grant.type()))
                : Optional.empty();
    }

    /** The error code of the answer to such a refusal. */
    String error() {
        return grant.isGivenBefore() ? OAuthErrorException.INVALID_GRANT : OAuthErrorException.ACCESS_DENIED;
    }

    /**
     * Caps an issued token and its ID token, and permits both signatures.
     *
     * @param id the ID token; null if Keycloak has shown none
     * @param now the time in seconds
     * @return why the ID token must not be issued: no guard sees it, so that nothing can cap it
     */
    Optional<Refusal> admit(AccessToken token, Reach reach, @Nullable IDToken id, VettedTokens vetted, long now) {
        List<ProtectedApi> asked = roles.enforced() ? reach.apis() : List.of();
        // Keycloak has given it the expiry that the access token had before it was capped.
        Long asIssued = token.getExp();
        vetted.add(token.getId(), reach.audiences(), ExpiryCap.apply(token, asked, now));
        List<ProtectedApi> apis = asked.isEmpty()
                ? List.of()
                : roles.protectedAmong(id == null ? Audience.ofIdToken(preview) : ReservedClaims.audiences(id));
        if (id != null) {
            vetted.add(id.getId(), reach.audiences(), ExpiryCap.apply(id, apis, now));
            return Optional.empty();
        }
        IDToken unseen = new IDToken();
        unseen.exp(asIssued);
        long latest = ExpiryCap.apply(unseen, apis, now);
        if (!Objects.equals(unseen.getExp(), asIssued) && grant.hasUnseenIdToken()) {
            return Optional.of(unseenIdToken(apis.get(0)));
        }
        vetted.addIdToken(issuedIn.id(), reach.audiences(), latest);
        return Optional.empty();
    }

    private Refusal unseenIdToken(ProtectedApi api) {
        return Refusal.by(
                        RuleId.REQUIRED_ROLE,
                        EnforcementPoint.TOKEN,
                        grant.event().get(),
                        OAuthErrorException.INVALID_REQUEST,
                        "An ID token for this API would live longer than the API allows; ask for an access token, or"
                                + " set the client's access token lifespan to at most "
                                + api.lifespan().toSeconds() + " seconds")
                .about("audience", api.audience())
                .ofClient(issuedIn.clientId())
                .with(Details.GRANT_TYPE, grant.type());
    }
}
