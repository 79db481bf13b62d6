package io.caregate.policy.token;

import io.caregate.policy.rule.IdentityClaim;
import io.caregate.policy.rule.ReservedClaim;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.mappers.AcrProtocolMapper;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;
import org.keycloak.representations.dpop.DPoP;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.util.DPoPUtil;
import org.keycloak.util.TokenUtil;

/**
 * The claims of a token that Keycloak had set before its protocol mappers ran, and what they have become. {@code acr}
 * and {@code auth_time}, which Keycloak leaves to mappers of its own, have to be what those write.
 */
public final class ServerClaims {

    private static final String SUBJECT = "sub";

    private static final OwnAcr ACR = new OwnAcr();

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

    /** Those of a token that no mapper has seen yet. */
    public static ServerClaims of(IDToken token) {
        return new ServerClaims(token, true);
    }

    /** Those that introspection takes over from the presented token before its mappers run. */
    public static ServerClaims ofPresented(IDToken token) {
        return new ServerClaims(token, false);
    }

    /**
     * Finds what mappers have changed, and undoes it unless it is only to be told.
     *
     * @param undo whether to put Keycloak's own values back
     * @param subjectBeside whether Keycloak's own mappers write {@code sub} among the other claims, as for userinfo
     * @return the names of the claims that differ; nearly always none
     */
    Set<String> compare(
            IDToken token,
            KeycloakSession session,
            AuthenticatedClientSessionModel clientSession,
            boolean subjectBeside,
            boolean undo) {
        UserSessionModel userSession = clientSession.getUserSession();
        Changes changes = new Changes(undo);
        changes.check("azp", issuedFor, token.getIssuedFor(), token::issuedFor);
        changes.check("iss", issuer, token.getIssuer(), token::issuer);
        if (!isBoundToProof(session, token)) {
            changes.check("typ", type, token.getType(), token::type);
        }
        changes.check("jti", id, token.getId(), token::id);
        changes.check("iat", issuedAt, token.getIat(), token::iat);
        changes.check("exp", expiry, token.getExp(), token::exp);
        changes.check("nbf", notBefore, token.getNbf(), token::nbf);
        changes.check("sid", sessionId, token.getSessionId(), token::setSessionId);
        if (!Objects.equals(acr, token.getAcr())) {
            changes.check("acr", acr(clientSession), token.getAcr(), token::setAcr);
        }
        if (!Objects.equals(authTime, token.getAuth_time())) {
            changes.check("auth_time", authTime(userSession), token.getAuth_time(), token::setAuth_time);
        }
        Map<String, Object> others = token.getOtherClaims();
        if (others != null && !others.isEmpty()) {
            others(changes, others, token, userSession, subjectBeside);
        }
        return changes.found;
    }

    // Keycloak binds a token to the key of the request's DPoP proof (RFC 9449 section 6) by a mapper of its own, which
    // is
    // not stored in the realm, and writes the type with it. No stored mapper can write either.
    private static boolean isBoundToProof(KeycloakSession session, IDToken token) {
        if (!TokenUtil.TOKEN_TYPE_DPOP.equals(token.getType()) || !(token instanceof AccessToken access)) {
            return false;
        }
        DPoP proof = session.getAttribute(DPoPUtil.DPOP_SESSION_ATTRIBUTE, DPoP.class);
        AccessToken.Confirmation bound = access.getConfirmation();
        return proof != null && bound != null && proof.getThumbprint().equals(bound.getKeyThumbprint());
    }

    private static void others(
            Changes changes,
            Map<String, Object> others,
            IDToken token,
            UserSessionModel userSession,
            boolean subjectBeside) {
        ReservedClaim.NAMES.stream()
                .filter(name -> !subjectBeside || !name.equals(SUBJECT))
                .forEach(name -> changes.remove(name, others));
        IdentityClaim.SERVER_ONLY.forEach(name -> changes.remove(name, others));
        Object state = others.get(IdentityClaim.SESSION_STATE);
        if (state != null && !state.equals(userSession.getId())) {
            changes.remove(IdentityClaim.SESSION_STATE, others);
        }
        Object clientId = others.get(IdentityClaim.CLIENT_ID);
        String issuedFor = token.getIssuedFor();
        if (clientId != null && !clientId.equals(issuedFor) && !clientId.equals(ownClient(userSession))) {
            changes.put(IdentityClaim.CLIENT_ID, others, issuedFor);
        }
    }

    /** The client whose service account the user is. */
    private static @Nullable String ownClient(UserSessionModel userSession) {
        String link =
                userSession.getUser() == null ? null : userSession.getUser().getServiceAccountClientLink();
        ClientModel client = link == null ? null : userSession.getRealm().getClientById(link);
        return client == null ? null : client.getClientId();
    }

    private String acr(AuthenticatedClientSessionModel clientSession) {
        return acr != null ? acr : ACR.of(clientSession);
    }

    private @Nullable Long authTime(UserSessionModel userSession) {
        String note = userSession.getNote(AuthenticationManager.AUTH_TIME);
        if (authTime != null || note == null) {
            return authTime;
        }
        try {
            return Long.valueOf(note);
        } catch (NumberFormatException unreadable) {
            return null;
        }
    }

    /** What Keycloak's own mapper writes into {@code acr}. */
    private static final class OwnAcr extends AcrProtocolMapper {
        String of(AuthenticatedClientSessionModel clientSession) {
            return getAcr(clientSession);
        }
    }

    /** What differs, by the names of the claims. */
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
