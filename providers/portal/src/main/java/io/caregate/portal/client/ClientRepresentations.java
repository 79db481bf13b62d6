package io.caregate.portal.client;

import io.caregate.portal.key.ClientKeys;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.representations.idm.ClientRepresentation;

/** A draft in Keycloak's terms. Fields that developers are not asked about get the safe value, explicitly. */
final class ClientRepresentations {
    static final String JWKS = "jwks.string";
    static final String JWKS_URL = "jwks.url";
    private static final String USE_JWKS = "use.jwks.string";
    private static final String USE_JWKS_URL = "use.jwks.url";
    private static final String SIGNING_ALGORITHM = "token.endpoint.auth.signing.alg";
    private static final int SLUG = 40;
    private static final int SUFFIX = 8;

    private ClientRepresentations() {}

    /** A new client. Its id is made from its name and random characters: no client can take the name of another. */
    static ClientRepresentation create(RealmModel realm, Draft draft, boolean approved) {
        ClientRepresentation client = change(draft);
        client.setClientId(clientId(draft.name()));
        client.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
        client.setEnabled(true);
        client.setPublicClient(draft.kind().isPublic());
        client.setBearerOnly(false);
        client.setClientAuthenticatorType(draft.authentication().authenticator());
        client.setStandardFlowEnabled(draft.kind().signsIn());
        client.setServiceAccountsEnabled(!draft.kind().signsIn());
        client.setImplicitFlowEnabled(false);
        client.setDirectAccessGrantsEnabled(false);
        client.setFullScopeAllowed(false);
        // Otherwise anyone who may register could send signed-in people to a page that silently gets their token.
        client.setConsentRequired(draft.kind().signsIn() && !approved);
        client.setFrontchannelLogout(false);
        client.setDefaultClientScopes(realm.getDefaultClientScopesStream(true)
                .filter(scope -> OIDCLoginProtocol.LOGIN_PROTOCOL.equals(scope.getProtocol()))
                .map(ClientScopeModel::getName)
                .toList());
        client.setOptionalClientScopes(draft.scopes());
        Map<String, String> attributes = client.getAttributes();
        attributes.put("oauth2.device.authorization.grant.enabled", "false");
        attributes.put("oidc.ciba.grant.enabled", "false");
        if (draft.kind().signsIn()) {
            attributes.put("pkce.code.challenge.method", "S256");
            attributes.put("post.logout.redirect.uris", "+");
        }
        ClientKeys keys = draft.keys();
        if (keys != null) {
            attributes.putAll(keyAttributes(keys));
        }
        return client;
    }

    /** Only the fields that a change may touch. */
    static ClientRepresentation change(Draft draft) {
        ClientRepresentation client = new ClientRepresentation();
        client.setName(draft.name());
        client.setDescription(draft.description());
        client.setRedirectUris(List.copyOf(draft.redirectUris()));
        client.setWebOrigins(List.copyOf(draft.webOrigins()));
        client.setAttributes(
                new HashMap<>(Map.of(Environment.ATTRIBUTE, draft.environment().toString())));
        return client;
    }

    /** Replaces all existing keys; an empty attribute is removed. */
    static ClientRepresentation keys(ClientKeys keys) {
        ClientRepresentation client = new ClientRepresentation();
        client.setAttributes(keyAttributes(keys));
        return client;
    }

    private static Map<String, String> keyAttributes(ClientKeys keys) {
        Map<String, String> attributes = new HashMap<>();
        attributes.put(USE_JWKS, Boolean.toString(keys.jwks() != null));
        attributes.put(JWKS, keys.jwks() == null ? "" : keys.jwks());
        attributes.put(USE_JWKS_URL, Boolean.toString(keys.jwksUrl() != null));
        attributes.put(JWKS_URL, keys.jwksUrl() == null ? "" : keys.jwksUrl());
        attributes.put(SIGNING_ALGORITHM, keys.algorithm() == null ? "" : keys.algorithm());
        return attributes;
    }

    /** The name in ASCII: umlauts as German spells them without, other letters without their accents. */
    static String slug(String name) {
        String german = name.toLowerCase(Locale.ROOT)
                .replace("ä", "ae")
                .replace("ö", "oe")
                .replace("ü", "ue")
                .replace("ß", "ss");
        return Normalizer.normalize(german, Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
    }

    private static String clientId(String name) {
        String slug = slug(name);
        String stem = slug.isEmpty() ? "client" : slug.substring(0, Math.min(SLUG, slug.length()));
        return stem + "-"
                + SecretGenerator.getInstance().randomString(SUFFIX, "abcdefghijkmnpqrstuvwxyz23456789".toCharArray());
    }
}
