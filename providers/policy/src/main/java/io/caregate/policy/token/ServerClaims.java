package io.caregate.policy.token;

import io.caregate.policy.rule.IdentityClaim;
import io.caregate.policy.rule.ReservedClaim;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;
import org.keycloak.util.TokenUtil;

/**
 * The claims of a token that Keycloak had set before its protocol mappers ran, and their values afterwards. {@code acr}
 * and {@code auth_time}, which Keycloak leaves to its own mappers, must be what those write.
 */
public final class ServerClaims {

    private static final String SUBJECT = "sub";

    private final @Nullable String issuedFor;
    private final @Nullable String issuer;
    private final @Nullable String type;
    private final @Nullable String id;
    private final @Nullable Long issuedAt;
    private final @Nullable Long expiry;
    private final @Nullable Long notBefore;
    private final @Nullable String sessionId;
    private final @Nullable String acr;
    private final @Nullable Long authTime;

    private ServerClaims(IDToken token, boolean asIssued) {
        issuedFor = token.getIssuedFor();
        issuer = token.getIssuer();
        type = token.getType();
        id = token.getId();
        issuedAt = token.getIat();
        expiry = token.getExp();
        notBefore = asIssued ? token.getNbf() : null;
        sessionId = token.getSessionId();
        acr = asIssued ? token.getAcr() : null;
        authTime = asIssued ? token.getAuth_time() : null;
    }

    /** The claims of a token before any mapper ran. */
    public static ServerClaims of(IDToken token) {
        return new ServerClaims(token, true);
    }

    /** The claims that introspection takes over from the presented token before its mappers run. */
    public static ServerClaims ofPresented(IDToken token) {
        return new ServerClaims(token, false);
    }

    /**
     * Finds what mappers have changed, and undoes it unless it is only to be reported.
     *
     * @param subjectBeside whether Keycloak's own mappers write {@code sub} among the other claims, as for userinfo
     * @param undo whether to put Keycloak's own values back
     * @return the names of the claims that differ; nearly always none
     */
    Set<String> compare(IDToken token, TokenSession issuedIn, boolean subjectBeside, boolean undo) {
        Changes changes = new Changes(undo);
        changes.check("azp", issuedFor, token.getIssuedFor(), token::issuedFor);
        changes.check("iss", issuer, token.getIssuer(), token::issuer);
        if (!isBoundToProof(token, issuedIn)) {
            changes.check("typ", type, token.getType(), token::type);
        }
        changes.check("jti", id, token.getId(), token::id);
        changes.check("iat", issuedAt, token.getIat(), token::iat);
        changes.check("exp", expiry, token.getExp(), token::exp);
        changes.check("nbf", notBefore, token.getNbf(), token::nbf);
        changes.check("sid", sessionId, token.getSessionId(), token::setSessionId);
        if (!Objects.equals(acr, token.getAcr())) {
            changes.check("acr", acr != null ? acr : issuedIn.acr(), token.getAcr(), token::setAcr);
        }
        if (!Objects.equals(authTime, token.getAuth_time())) {
            changes.check("auth_time", authTime(issuedIn), token.getAuth_time(), token::setAuth_time);
        }
        Map<String, Object> others = token.getOtherClaims();
        if (others != null && !others.isEmpty()) {
            others(changes, others, token, issuedIn, subjectBeside);
        }
        return changes.found;
    }

    // Keycloak binds a token to the key of the request's DPoP proof (RFC 9449 section 6) with a mapper of its own,
    // which is not stored in the realm, and which also writes the type. No stored mapper can write either.
    private static boolean isBoundToProof(IDToken token, TokenSession issuedIn) {
        if (!TokenUtil.TOKEN_TYPE_DPOP.equals(token.getType()) || !(token instanceof AccessToken access)) {
            return false;
        }
        String proof = issuedIn.proofThumbprint();
        AccessToken.Confirmation bound = access.getConfirmation();
        return proof != null && bound != null && proof.equals(bound.getKeyThumbprint());
    }

    private static void others(
            Changes changes, Map<String, Object> others, IDToken token, TokenSession issuedIn, boolean subjectBeside) {
        ReservedClaim.NAMES.stream()
                .filter(name -> !subjectBeside || !name.equals(SUBJECT))
                .forEach(name -> changes.remove(name, others));
        IdentityClaim.SERVER_ONLY.forEach(name -> changes.remove(name, others));
        Object state = others.get(IdentityClaim.SESSION_STATE);
        if (state != null && !state.equals(issuedIn.id())) {
            changes.remove(IdentityClaim.SESSION_STATE, others);
        }
        Object clientId = others.get(IdentityClaim.CLIENT_ID);
        String issuedFor = token.getIssuedFor();
        if (clientId != null && !clientId.equals(issuedFor) && !clientId.equals(issuedIn.serviceClient())) {
            changes.put(IdentityClaim.CLIENT_ID, others, issuedFor);
        }
    }

    private @Nullable Long authTime(TokenSession issuedIn) {
        String note = authTime != null ? null : issuedIn.authTime();
        try {
            return note == null ? authTime : Long.valueOf(note);
        } catch (NumberFormatException unreadable) {
            return null;
        }
    }

    /** The differences, by the names of the claims. */
    private static final class Changes {
        private final Set<String> found = new LinkedHashSet<>();
        private final boolean undo;

        Changes(boolean undo) {
            this.undo = undo;
        }

        <T> void check(String claim, @Nullable T set, @Nullable T now, Consumer<@Nullable T> setter) {
            if (!Objects.equals(set, now)) {
                found.add(claim);
                if (undo) {
                    setter.accept(set);
                }
            }
        }

        void remove(String claim, Map<String, Object> others) {
            if (others.containsKey(claim)) {
                found.add(claim);
                if (undo) {
                    others.remove(claim);
                }
            }
        }

        void put(String claim, Map<String, Object> others, @Nullable String value) {
            remove(claim, others);
            if (undo && value != null) {
                others.put(claim, value);
            }
        }
    }
}
