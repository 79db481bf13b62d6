package io.caregate.policy.token;

import io.caregate.policy.rule.IdentityClaim;
import io.caregate.policy.rule.TokenSubjectRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.light.LightweightUserAdapter;
import org.keycloak.representations.IDToken;
import org.keycloak.util.JsonSerialization;

/** Finds the claim of a token that names another user than that of its session. What is equal is not looked up. */
final class ForeignName {

    private static final String CLEARED = "caregate.names-nobody.";

    private static final TokenSubjectRule.Owner NOBODY = new TokenSubjectRule.Owner("", null, null);

    private ForeignName() {}

    /** The claim that names another user; empty if none does. */
    static Optional<String> find(KeycloakSession session, UserSessionModel userSession, IDToken token) {
        UserModel user = userSession.getUser();
        if (user == null) {
            return Optional.empty();
        }
        TokenSubjectRule.Owner owner = owner(user);
        for (String claim : TokenSubjectRule.CLAIMS) {
            if (isForeign(session, userSession.getRealm(), owner, claim, typed(token, claim))
                    || isForeign(session, userSession.getRealm(), owner, claim, beside(token, claim))) {
                return Optional.of(claim);
            }
        }
        return Optional.empty();
    }

    /**
     * The same for claims that are about to be signed.
     *
     * @param user the user that they may name; null if they may name none
     */
    static Optional<String> find(
            KeycloakSession session, RealmModel realm, @Nullable UserModel user, Map<String, List<String>> claims) {
        TokenSubjectRule.Owner owner = user == null ? NOBODY : owner(user);
        return TokenSubjectRule.CLAIMS.stream()
                .filter(claim -> claims.getOrDefault(claim, List.of()).stream()
                        .anyMatch(value -> isForeign(session, realm, owner, claim, value)))
                .findFirst();
    }

    // A transient user has the names that an identity provider has given it, which may be those of a user of the realm.
    private static TokenSubjectRule.Owner owner(UserModel user) {
        return LightweightUserAdapter.isLightweightUser(user)
                ? new TokenSubjectRule.Owner(user.getId(), null, null)
                : new TokenSubjectRule.Owner(user.getId(), user.getUsername(), user.getEmail());
    }

    private static boolean isForeign(
            KeycloakSession session,
            RealmModel realm,
            TokenSubjectRule.Owner owner,
            String claim,
            @Nullable Object value) {
        if (TokenSubjectRule.isOwn(claim, value, owner)) {
            return false;
        }
        // One request makes several tokens of the same claims.
        String key = CLEARED + owner.id() + "." + claim + "." + value;
        if (session.getAttribute(key) != null) {
            return false;
        }
        boolean foreign = TokenSubjectRule.foreignName(claim, plain(value), owner, new UserDirectory(session, realm))
                .isPresent();
        if (!foreign) {
            session.setAttribute(key, true);
        }
        return foreign;
    }

    // Mappers write Java values, and trees of JSON.
    private static @Nullable Object plain(@Nullable Object value) {
        return value instanceof String ? value : JsonSerialization.mapper.convertValue(value, Object.class);
    }

    private static @Nullable Object typed(IDToken token, String claim) {
        return switch (claim) {
            case "sub" -> token.getSubject();
            case IdentityClaim.PREFERRED_USERNAME -> token.getPreferredUsername();
            default -> null;
        };
    }

    private static @Nullable Object beside(IDToken token, String claim) {
        return token.getOtherClaims() == null ? null : token.getOtherClaims().get(claim);
    }
}
