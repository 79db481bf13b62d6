package io.caregate.policy.rule;

import java.util.List;
import java.util.Map;

/**
 * Findings in the words of dynamic registration (RFC 7591 section 2, OpenID Connect Dynamic Client Registration section
 * 2), whose fields are not those that Keycloak stores. Fields that were not sent are not named.
 *
 * @param responseTypes the {@code response_types} that were sent, if any
 * @param grantTypes the {@code grant_types} that were sent, if any
 */
public record RegistrationMetadata(List<String> responseTypes, List<String> grantTypes) {

    private static final String REDIRECT_URIS = "redirect_uris";

    private static final Map<String, String> FIELDS = Map.of(
            "redirectUris",
            REDIRECT_URIS,
            "attributes." + ClientRules.POST_LOGOUT_URIS,
            "post_logout_redirect_uris",
            "attributes.request.uris",
            "request_uris",
            "attributes.jwks.string",
            "jwks",
            "baseUrl",
            "client_uri");

    public RegistrationMetadata {
        responseTypes = List.copyOf(responseTypes);
        grantTypes = List.copyOf(grantTypes);
    }

    /** The same findings, each about the field that the registrant sent. */
    public List<Finding> translate(List<Finding> findings) {
        boolean aboutUris =
                findings.stream().anyMatch(finding -> finding.field().equals("redirectUris"));
        // Keycloak makes the origins from the redirect URIs, for which a finding is enough.
        return findings.stream()
                .filter(finding -> !aboutUris || !finding.field().equals("webOrigins"))
                .map(this::translate)
                .toList();
    }

    private Finding translate(Finding finding) {
        return switch (finding.field()) {
            case "implicitFlowEnabled" -> implicit(finding);
            case "directAccessGrantsEnabled" ->
                renamed(finding, "grant_types", "password", "leave password out of the list");
            case "webOrigins" -> renamed(finding, REDIRECT_URIS, finding.value(), finding.advice());
            default ->
                renamed(
                        finding,
                        FIELDS.getOrDefault(finding.field(), finding.field()),
                        finding.value(),
                        finding.advice());
        };
    }

    private Finding implicit(Finding finding) {
        return responseTypes.isEmpty()
                ? renamed(
                        finding,
                        "grant_types",
                        "implicit",
                        "leave implicit out of the list and use authorization_code with PKCE")
                : renamed(
                        finding,
                        "response_types",
                        String.join(" ", responseTypes),
                        "write code alone, and use it with PKCE");
    }

    private static Finding renamed(Finding finding, String field, String value, String advice) {
        return new Finding(finding.rule(), field, value, finding.code(), finding.problem(), advice);
    }
}
