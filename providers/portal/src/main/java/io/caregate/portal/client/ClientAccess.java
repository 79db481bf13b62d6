package io.caregate.portal.client;

import io.caregate.portal.key.ClientKeys;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client may do, and how it proves who it is.
 *
 * @param roles the roles of APIs that its service account has, or is to get
 */
public record ClientAccess(
        List<String> redirectUris,
        List<String> webOrigins,
        List<String> scopes,
        Authentication authentication,
        @Nullable KeysView keys,
        List<String> roles) {
    public ClientAccess {
        redirectUris = List.copyOf(redirectUris);
        webOrigins = List.copyOf(webOrigins);
        scopes = List.copyOf(scopes);
        roles = List.copyOf(roles);
    }

    public static ClientAccess of(Draft draft) {
        return new ClientAccess(
                draft.redirectUris(),
                draft.webOrigins(),
                draft.scopes(),
                draft.authentication(),
                KeysView.of(draft.keys()),
                draft.roles());
    }

    /** Its public keys, by name. */
    public record KeysView(@Nullable String jwksUrl, List<ClientKeys.KeyView> keys) {
        public KeysView {
            keys = List.copyOf(keys);
        }

        private static @Nullable KeysView of(@Nullable ClientKeys keys) {
            return keys == null ? null : new KeysView(keys.jwksUrl(), ClientKeys.views(keys.jwks()));
        }
    }
}
