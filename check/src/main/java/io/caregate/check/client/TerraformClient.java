package io.caregate.check.client;

import io.caregate.check.source.Value;
import io.caregate.policy.rule.RoleRequirement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The resources {@code keycloak_openid_client} and {@code keycloak_saml_client} in the fields of the Admin API. */
final class TerraformClient implements ClientFields {

    /** The name in the resource, by the name in the Admin API. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("clientId", "client_id"),
            Map.entry("rootUrl", "root_url"),
            Map.entry("baseUrl", "base_url"),
            Map.entry("redirectUris", "valid_redirect_uris"),
            Map.entry("webOrigins", "web_origins"),
            Map.entry("implicitFlowEnabled", "implicit_flow_enabled"),
            Map.entry("directAccessGrantsEnabled", "direct_access_grants_enabled"),
            Map.entry("clientAuthenticatorType", "client_authenticator_type"),
            Map.entry("attributes.post.logout.redirect.uris", "valid_post_logout_redirect_uris"),
            Map.entry("attributes.exclude.issuer.from.auth.response", "exclude_issuer_from_auth_response"),
            Map.entry("attributes.pkce.code.challenge.method", "pkce_code_challenge_method"),
            Map.entry("attributes.saml_assertion_consumer_url_post", "assertion_consumer_post_url"),
            Map.entry("attributes.saml_assertion_consumer_url_redirect", "assertion_consumer_redirect_url"),
            Map.entry("attributes.saml_single_logout_service_url_post", "logout_service_post_binding_url"),
            Map.entry("attributes.saml_single_logout_service_url_redirect", "logout_service_redirect_binding_url"));

    /** The values of a resource that a plan knows only after it is applied, by the names of the resource. */
    static final String LATER = "after_unknown";

    private static final String POST_LOGOUT = "attributes.post.logout.redirect.uris";

    private final Value client;
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final Map<String, String> names = new HashMap<>(NAMES);

    TerraformClient(Value client) {
        this.client = client;
        NAMES.forEach((field, name) -> client.member(name).ifPresent(value -> values.put(field, value)));
        client.member("extra_config").ifPresent(extra -> {
            if (extra instanceof Value.Fields attributes) {
                attributes.members().forEach((name, value) -> {
                    if (values.putIfAbsent(ATTRIBUTES + name, value) == null) {
                        names.put(ATTRIBUTES + name, "extra_config." + name);
                    }
                });
            }
        });
        client.member("admin_url").ifPresent(value -> values.put("adminUrl", value));
        client.member("master_saml_processing_url").ifPresent(value -> values.put("adminUrl", value));
        names.put("adminUrl", client.member("admin_url").isPresent() ? "admin_url" : "master_saml_processing_url");
        client.member("access_type")
                .ifPresent(type -> values.put(
                        "publicClient",
                        type.as(String.valueOf(
                                type.text().filter("PUBLIC"::equals).isPresent()))));
        if (values.get(POST_LOGOUT) instanceof Value.Items uris) {
            values.put(
                    POST_LOGOUT,
                    uris.as(uris.items()
                            .flatMap(uri -> uri.text().stream())
                            .collect(Collectors.joining(RoleRequirement.SEPARATOR))));
        }
    }

    @Override
    public @Nullable Value get(String field) {
        return values.get(field);
    }

    @Override
    public void forEachAttribute(BiConsumer<String, Value> action) {
        values.forEach((field, value) -> {
            if (field.startsWith(ATTRIBUTES)) {
                action.accept(field.substring(ATTRIBUTES.length()), value);
            }
        });
    }

    @Override
    public String name(String field) {
        return names.getOrDefault(field, field);
    }

    @Override
    public Map<String, Value> later() {
        Map<String, Value> later = new LinkedHashMap<>();
        names.forEach((field, name) ->
                client.at(LATER, name).filter(TerraformClient::isUnknown).ifPresent(value -> later.put(field, value)));
        return later;
    }

    // True, or a list with an entry for each of its values.
    private static boolean isUnknown(Value later) {
        return later.text().filter("true"::equals).isPresent()
                || later.items()
                        .anyMatch(item -> item.text().filter("true"::equals).isPresent());
    }
}
