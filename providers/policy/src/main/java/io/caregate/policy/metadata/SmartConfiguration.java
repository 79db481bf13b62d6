package io.caregate.policy.metadata;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The SMART on FHIR metadata of a realm (SMART App Launch 2.2, "Conformance", section "Metadata"): the part of its
 * OpenID configuration that SMART defines, and the capabilities that follow from it and from the scopes that it names.
 * So the document repeats nothing, names nothing that is not enforced or does not work, and names no scope that the
 * realm or the operator keeps out of the OpenID configuration.
 *
 * <p>Left out on purpose: {@code launch-ehr} and the launch contexts, which need a health record system that starts the
 * app; {@code sso-openid-connect}, which needs the claim {@code fhirUser}, and with it {@code issuer}, which the
 * specification requires only then; {@code permission-v1}.
 *
 * @param openId the realm's OpenID configuration, already truthful
 */
public record SmartConfiguration(Map<String, ?> openId) {
    /** "FHIR Resource Scope Syntax"; the name of a Keycloak client scope cannot have search parameters after it. */
    private static final Pattern RESOURCE_SCOPE =
            Pattern.compile("(?:patient|user|system)/(?:[A-Z][A-Za-z]*|\\*)\\.(?=[cruds])c?r?u?d?s?");

    private static final Set<String> GRANTS = Set.of("authorization_code", "client_credentials");
    private static final Set<String> METHODS = Set.of("client_secret_basic", "client_secret_post", "private_key_jwt");
    /** "Client Authentication: Asymmetric", section "Advertising server support for this profile". */
    private static final Set<String> ALGORITHMS = Set.of("RS384", "ES384");

    private static final String OFFLINE = "offline_access";

    /** Whether there is something to publish: a realm that names no SMART scope serves no SMART app. */
    public boolean isOffered() {
        return resourceScopes().findAny().isPresent();
    }

    /** The document, in the order of the specification. */
    public Map<String, Object> document() {
        var document = new LinkedHashMap<String, Object>();
        copy(document, "jwks_uri");
        copy(document, "authorization_endpoint");
        copy(document, "token_endpoint");
        document.put("grant_types_supported", known("grant_types_supported", GRANTS));
        document.put("token_endpoint_auth_methods_supported", authenticationMethods());
        document.put("token_endpoint_auth_signing_alg_values_supported", algorithms());
        copy(document, "registration_endpoint");
        document.put("scopes_supported", offeredScopes());
        document.put("response_types_supported", known("response_types_supported", Set.of("code")));
        copy(document, "introspection_endpoint");
        copy(document, "revocation_endpoint");
        // Also where a mode of the pack accepts plain: SMART forbids naming it.
        document.put("code_challenge_methods_supported", known("code_challenge_methods_supported", Set.of("S256")));
        document.put("capabilities", capabilities());
        return document;
    }

    private List<String> capabilities() {
        var capabilities = new ArrayList<String>();
        if (known("response_types_supported", Set.of("code")).contains("code")) {
            capabilities.addAll(List.of("launch-standalone", "authorize-post", "client-public"));
        }
        if (authenticationMethods().contains("client_secret_basic")) {
            capabilities.add("client-confidential-symmetric");
        }
        if (authenticationMethods().contains("private_key_jwt") && !algorithms().isEmpty()) {
            capabilities.add("client-confidential-asymmetric");
        }
        if (scopes().contains(OFFLINE)) {
            capabilities.add("permission-offline");
        }
        if (resourceScopes().anyMatch(scope -> scope.startsWith("patient/"))) {
            capabilities.add("permission-patient");
        }
        if (resourceScopes().anyMatch(scope -> scope.startsWith("user/"))) {
            capabilities.add("permission-user");
        }
        capabilities.add("permission-v2");
        return List.copyOf(capabilities);
    }

    private List<String> offeredScopes() {
        return Stream.concat(
                        Stream.of("openid", OFFLINE)
                                .filter(scope -> scope.equals("openid") || scopes().contains(scope)),
                        resourceScopes().sorted())
                .toList();
    }

    private Stream<String> resourceScopes() {
        return scopes().stream().filter(scope -> RESOURCE_SCOPE.matcher(scope).matches());
    }

    private List<String> scopes() {
        return stated("scopes_supported").toList();
    }

    private List<String> authenticationMethods() {
        return known("token_endpoint_auth_methods_supported", METHODS);
    }

    private List<String> algorithms() {
        return known("token_endpoint_auth_signing_alg_values_supported", ALGORITHMS);
    }

    private List<String> known(String field, Set<String> values) {
        return stated(field).filter(values::contains).sorted().toList();
    }

    private Stream<String> stated(String field) {
        return openId.get(field) instanceof Collection<?> all ? all.stream().map(String::valueOf) : Stream.of();
    }

    private void copy(Map<String, Object> document, String field) {
        @Nullable Object value = openId.get(field);
        if (value != null) {
            document.put(field, value);
        }
    }
}
