package io.caregate.policy.metadata;

import io.caregate.policy.rule.PkceRule;
import io.caregate.policy.rule.ResponseTypeRule;
import io.caregate.policy.rule.RuleId;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.protocol.oidc.representations.OIDCConfigurationRepresentation;

/**
 * Removes from the metadata documents (OpenID Connect Discovery section 3, RFC 8414 section 2) what the rules refuse,
 * so that a client that configures itself never tries it. It also corrects two errors of Keycloak's, unless all rules
 * only report:
 *
 * <ul>
 *   <li>Answers signed by a MAC ({@code HS256} and the like) are not offered: Keycloak uses a key of the realm for
 *       them, where OpenID Connect Core section 10.1 requires the client's secret, so that no client could verify them.
 *   <li>The client authentication {@code none} of public clients is named where they are served.
 * </ul>
 *
 * @param refuses whether a rule refuses, or only reports and leaves its part of the document as it is
 */
public record TruthfulMetadata(Predicate<RuleId> refuses) {
    private static final String NO_AUTHENTICATION = "none";

    /**
     * Changes a document in place, either the typed one or the map that Keycloak makes from it and an override file.
     */
    public void apply(Object document) {
        if (document instanceof OIDCConfigurationRepresentation typed) {
            typed.setGrantTypesSupported(servedGrants(typed.getGrantTypesSupported()));
            typed.setResponseTypesSupported(servedResponseTypes(typed.getResponseTypesSupported()));
            typed.setCodeChallengeMethodsSupported(servedMethods(typed.getCodeChallengeMethodsSupported()));
            if (isChanged()) {
                correct(typed);
            }
        } else if (document instanceof Map<?, ?> untyped) {
            @SuppressWarnings("unchecked")
            Map<String, Object> entries = (Map<String, Object>) untyped;
            entries.put("grant_types_supported", servedGrants(entries.get("grant_types_supported")));
            entries.put("response_types_supported", servedResponseTypes(entries.get("response_types_supported")));
            entries.put(
                    "code_challenge_methods_supported", servedMethods(entries.get("code_challenge_methods_supported")));
            if (isChanged()) {
                correct(entries);
            }
        }
    }

    private boolean isChanged() {
        return Arrays.stream(RuleId.values()).anyMatch(refuses);
    }

    private static void correct(OIDCConfigurationRepresentation typed) {
        typed.setIdTokenSigningAlgValuesSupported(checkable(typed.getIdTokenSigningAlgValuesSupported()));
        typed.setUserInfoSigningAlgValuesSupported(checkable(typed.getUserInfoSigningAlgValuesSupported()));
        typed.setAuthorizationSigningAlgValuesSupported(checkable(typed.getAuthorizationSigningAlgValuesSupported()));
        typed.setTokenEndpointAuthMethodsSupported(withNone(typed.getTokenEndpointAuthMethodsSupported()));
        typed.setRevocationEndpointAuthMethodsSupported(withNone(typed.getRevocationEndpointAuthMethodsSupported()));
    }

    private static void correct(Map<String, Object> entries) {
        for (String answer : List.of("id_token", "userinfo", "authorization")) {
            entries.computeIfPresent(answer + "_signing_alg_values_supported", (name, stated) -> checkable(stated));
        }
        for (String endpoint : List.of("token", "revocation")) {
            entries.computeIfPresent(endpoint + "_endpoint_auth_methods_supported", (name, stated) -> withNone(stated));
        }
    }

    private static @Nullable List<String> checkable(@Nullable Object algorithms) {
        return algorithms == null ? null : served(algorithms, algorithm -> !algorithm.startsWith("HS"));
    }

    private static @Nullable List<String> withNone(@Nullable Object methods) {
        if (methods == null) {
            return null;
        }
        return Stream.concat(served(methods, method -> true).stream(), Stream.of(NO_AUTHENTICATION))
                .distinct()
                .toList();
    }

    // RFC 8414 section 2: a document without grant types says that authorization_code and implicit are served.
    private List<String> servedGrants(@Nullable Object stated) {
        Object grants = stated == null ? List.of(OAuth2Constants.AUTHORIZATION_CODE, OAuth2Constants.IMPLICIT) : stated;
        return served(grants, grant -> switch (grant) {
            case OAuth2Constants.PASSWORD -> !refuses.test(RuleId.NO_PASSWORD_GRANT);
            case OAuth2Constants.IMPLICIT -> !refuses.test(RuleId.NO_IMPLICIT_GRANT);
            default -> true;
        });
    }

    private List<String> servedResponseTypes(@Nullable Object stated) {
        if (stated == null) {
            return ResponseTypeRule.SERVED;
        }
        return served(
                stated, type -> ResponseTypeRule.SERVED.contains(type) || !refuses.test(RuleId.NO_IMPLICIT_GRANT));
    }

    private List<String> servedMethods(@Nullable Object stated) {
        return stated == null || refuses.test(RuleId.PKCE_S256)
                ? List.of(PkceRule.METHOD)
                : served(stated, method -> true);
    }

    private static List<String> served(Object values, Predicate<String> isServed) {
        return values instanceof Collection<?> many
                ? many.stream().map(String::valueOf).filter(isServed).toList()
                : List.of();
    }
}
