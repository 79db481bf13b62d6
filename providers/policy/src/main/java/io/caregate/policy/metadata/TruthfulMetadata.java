package io.caregate.policy.metadata;

import io.caregate.policy.rule.PkceRule;
import io.caregate.policy.rule.ResponseTypeRule;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.protocol.oidc.representations.OIDCConfigurationRepresentation;

/**
 * Takes out of the metadata documents (OpenID Connect Discovery section 3, RFC 8414 section 2) what the rules refuse, so
 * that a client that configures itself never tries it.
 */
public final class TruthfulMetadata {

    private TruthfulMetadata() {}

    /** Changes a document in place, be it the typed one or the map that Keycloak makes of it and an override file. */
    public static void apply(Object document) {
        if (document instanceof OIDCConfigurationRepresentation typed) {
            typed.setGrantTypesSupported(served(typed.getGrantTypesSupported(), TruthfulMetadata::isServedGrant));
            typed.setResponseTypesSupported(
                    served(typed.getResponseTypesSupported(), ResponseTypeRule.SERVED::contains));
            typed.setCodeChallengeMethodsSupported(List.of(PkceRule.METHOD));
        } else if (document instanceof Map<?, ?> untyped) {
            @SuppressWarnings("unchecked")
            Map<String, Object> entries = (Map<String, Object>) untyped;
            entries.computeIfPresent(
                    "grant_types_supported", (key, value) -> served(value, TruthfulMetadata::isServedGrant));
            entries.computeIfPresent(
                    "response_types_supported", (key, value) -> served(value, ResponseTypeRule.SERVED::contains));
            entries.put("code_challenge_methods_supported", List.of(PkceRule.METHOD));
        }
    }

    private static boolean isServedGrant(String grant) {
        return !grant.equals(OAuth2Constants.PASSWORD) && !grant.equals(OAuth2Constants.IMPLICIT);
    }

    private static List<String> served(@Nullable Object values, Predicate<String> isServed) {
        return values instanceof Collection<?> many
                ? many.stream().map(String::valueOf).filter(isServed).toList()
                : List.of();
    }
}
