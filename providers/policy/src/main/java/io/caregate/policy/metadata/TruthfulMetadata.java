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
            typed.setGrantTypesSupported(servedGrants(typed.getGrantTypesSupported()));
            typed.setResponseTypesSupported(servedResponseTypes(typed.getResponseTypesSupported()));
            typed.setCodeChallengeMethodsSupported(List.of(PkceRule.METHOD));
        } else if (document instanceof Map<?, ?> untyped) {
            @SuppressWarnings("unchecked")
            Map<String, Object> entries = (Map<String, Object>) untyped;
            entries.put("grant_types_supported", servedGrants(entries.get("grant_types_supported")));
            entries.put("response_types_supported", servedResponseTypes(entries.get("response_types_supported")));
            entries.put("code_challenge_methods_supported", List.of(PkceRule.METHOD));
        }
    }

    // RFC 8414 section 2: a document without grant types says that authorization_code and implicit are served.
    private static List<String> servedGrants(@Nullable Object stated) {
        return stated == null
                ? List.of(OAuth2Constants.AUTHORIZATION_CODE)
                : served(
                        stated,
                        grant -> !grant.equals(OAuth2Constants.PASSWORD) && !grant.equals(OAuth2Constants.IMPLICIT));
    }

    private static List<String> servedResponseTypes(@Nullable Object stated) {
        return stated == null ? ResponseTypeRule.SERVED : served(stated, ResponseTypeRule.SERVED::contains);
    }

    private static List<String> served(Object values, Predicate<String> isServed) {
        return values instanceof Collection<?> many
                ? many.stream().map(String::valueOf).filter(isServed).toList()
                : List.of();
    }
}
