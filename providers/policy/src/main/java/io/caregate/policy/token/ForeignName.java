package io.caregate.policy.token;

import io.caregate.policy.rule.IdentityClaim;
import io.caregate.policy.rule.TokenSubjectRule;
import io.caregate.policy.rule.TokenSubjectRule.Directory;
import io.caregate.policy.rule.TokenSubjectRule.Owner;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.representations.IDToken;
import org.keycloak.util.JsonSerialization;

/**
 * Finds the claim of a token that names a user other than that of its session. Equal values are not looked up.
 *
 * @param users the users of the realm
 * @param ofNobody the values that were looked up in this request and name no other user; one request makes several
 *     tokens with the same claims
 */
record ForeignName(Directory users, Set<String> ofNobody) {

    private static final Owner NOBODY = new Owner("", null, null);

    /** The claim that names a user other than the subject; empty if none does. */
    Optional<String> in(IDToken token, Subject subject) {
        Owner owner = owner(subject);
        for (String claim : TokenSubjectRule.CLAIMS) {
            if (isForeign(owner, claim, typed(token, claim)) || isForeign(owner, claim, beside(token, claim))) {
                return Optional.of(claim);
            }
        }
        return Optional.empty();
    }

    /**
     * The same for claims that are about to be signed.
     *
     * @param subject the user that they may name; null if they may name none
     */
    Optional<String> in(Map<String, List<String>> claims, @Nullable Subject subject) {
        Owner owner = subject == null ? NOBODY : owner(subject);
        return TokenSubjectRule.CLAIMS.stream()
                .filter(claim -> claims.getOrDefault(claim, List.of()).stream()
                        .anyMatch(value -> isForeign(owner, claim, value)))
                .findFirst();
    }

    // A transient user has names from an identity provider, which may be those of a user of the realm.
    private static Owner owner(Subject subject) {
        return subject.isTransient()
                ? new Owner(subject.id(), null, null)
                : new Owner(subject.id(), subject.username(), subject.email());
    }

    private boolean isForeign(Owner owner, String claim, @Nullable Object value) {
        if (TokenSubjectRule.isOwn(claim, value, owner)) {
            return false;
        }
        String key = owner.id() + "." + claim + "." + value;
        if (ofNobody.contains(key)) {
            return false;
        }
        boolean foreign =
                TokenSubjectRule.foreignName(claim, plain(value), owner, users).isPresent();
        if (!foreign) {
            ofNobody.add(key);
        }
        return foreign;
    }

    // Mappers write Java values and trees of JSON.
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
